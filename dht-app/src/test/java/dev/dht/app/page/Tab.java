package dev.dht.app.page;

import static org.awaitility.Awaitility.await;

import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One tab of a browser: what it is told to do, and what it complained of and asked for. */
final class Tab implements WebSocket.Listener, AutoCloseable {
    private static final int SECONDS = 60;

    private static final Map<String, Integer> CODES = Map.of(
            "Tab",
            9,
            "Enter",
            13,
            "Escape",
            27,
            "Space",
            32,
            "ArrowLeft",
            37,
            "ArrowUp",
            38,
            "ArrowRight",
            39,
            "ArrowDown",
            40);

    private final Map<Long, CompletableFuture<Fields>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();
    private final StringBuilder part = new StringBuilder();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private WebSocket socket;

    static Tab attach(HttpClient client, URI uri, int width, String scheme) {
        Tab tab = new Tab();
        tab.socket = client.newWebSocketBuilder().buildAsync(uri, tab).join();
        for (String domain : List.of("Runtime", "Log", "Page", "Network", "Accessibility")) {
            tab.send(domain + ".enable", Map.of());
        }
        tab.send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width < 500));
        tab.prefer(scheme);
        return tab;
    }

    /** From now on the system prefers light or dark; and no motion, which no test waits for. */
    void prefer(String scheme) {
        send(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", scheme),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** Opens a page and waits until it is told something. */
    Tab visit(String url) {
        send("Page.navigate", Map.of("url", url));
        waitFor("document.getElementById('connection')?.dataset.state === 'live'");
        waitFor("document.querySelector('#figures div') !== null");
        return this;
    }

    /** What an expression of the page gives, its promise awaited; null for nothing. */
    Object evaluate(String expression) {
        Fields result =
                send("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(
                    expression + ": " + result.object("exceptionDetails").all());
        }
        return result.object("result").all().get("value");
    }

    /** Waits until an expression is true. */
    void waitFor(String expression) {
        await(expression).atMost(SECONDS, TimeUnit.SECONDS).until(() -> Boolean.TRUE.equals(evaluate(expression)));
    }

    /** The text of an element. */
    String text(String selector) {
        return (String) evaluate("document.querySelector(" + Json.text(selector) + ").textContent");
    }

    /** Writes into a field as a person does. */
    void type(String selector, String text) {
        evaluate("(() => { const field = document.querySelector(" + Json.text(selector)
                + "); field.focus(); field.select(); })()");
        send("Input.insertText", Map.of("text", text));
    }

    void click(String selector) {
        evaluate("document.querySelector(" + Json.text(selector) + ").click()");
    }

    /** Presses the tab key. */
    void pressTab() {
        press("Tab");
    }

    /** Presses a key by its name, as {@code Enter}, {@code Space} or {@code ArrowDown}. */
    void press(String key) {
        String text = key.equals("Enter") ? "\r" : key.equals("Space") ? " " : "";
        for (String type : List.of("keyDown", "keyUp")) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("type", type);
            event.put("key", key.equals("Space") ? " " : key);
            event.put("code", key);
            event.put("windowsVirtualKeyCode", CODES.get(key));
            if (type.equals("keyDown") && !text.isEmpty()) {
                event.put("text", text);
            }
            send("Input.dispatchKeyEvent", event);
        }
    }

    /** Gives an element the focus. */
    void focus(String selector) {
        evaluate("document.querySelector(" + Json.text(selector) + ").focus()");
    }

    /** Whether an element has the focus. */
    boolean isFocused(String selector) {
        return Boolean.TRUE.equals(evaluate("document.activeElement?.matches(" + Json.text(selector) + ")"));
    }

    /** What the console was told as an error or a warning, and exceptions that nobody caught. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Every URL that was asked for. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Calls a method of the protocol; what it gives. */
    Fields send(String method, Map<String, Object> parameters) {
        long id = last.incrementAndGet();
        CompletableFuture<Fields> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("id", id);
        call.put("method", method);
        call.put("params", parameters);
        socket.sendText(Json.text(call), true).join();
        Fields said = answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
        if (said.has("error")) {
            throw new AssertionError(method + ": " + said.object("error").all());
        }
        return said.object("result");
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
        part.append(data);
        if (isLast) {
            Fields message = Json.read(part.toString());
            part.setLength(0);
            take(message);
        }
        from.request(1);
        return null;
    }

    private void take(Fields message) {
        if (message.has("id")) {
            waiting.remove(message.number("id")).complete(message);
            return;
        }
        Fields told = message.object("params");
        switch (message.text("method")) {
            case "Runtime.exceptionThrown" ->
                complaints.add(told.object("exceptionDetails").all().toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert").contains(told.text("type"))) {
                    complaints.add(told.all().toString());
                }
            }
            case "Log.entryAdded" -> complaints.add(told.object("entry").all().toString());
            case "Network.requestWillBeSent" ->
                requests.add(told.object("request").text("url"));
            default -> {
                // of no interest here
            }
        }
    }

    @Override
    public void close() {
        send("Page.close", Map.of());
        socket.abort();
    }
}
