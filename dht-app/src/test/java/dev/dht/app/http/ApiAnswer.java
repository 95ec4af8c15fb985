package dev.dht.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What came back, as the description of the API has it, for a request that was sent as bytes, so that nothing between adds a header or mends a fault. */
record ApiAnswer(int status, Map<String, String> headers, String body) {
    private static final int TIMEOUT_MILLIS = 20_000;

    /** Sends a request whose lines are joined by CRLF, and reads until the server closes. */
    static ApiAnswer raw(InetSocketAddress api, String... lines) throws IOException {
        return ofBytes(api, String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    /** A request with a body and the headers that it needs. */
    static ApiAnswer of(InetSocketAddress api, String method, String path, String body) throws IOException {
        return raw(
                api,
                method + " " + path + " HTTP/1.1",
                "Host: 127.0.0.1",
                "Connection: close",
                "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length,
                "",
                body);
    }

    static ApiAnswer ofBytes(InetSocketAddress api, byte[] request) throws IOException {
        try (Socket socket = new Socket(api.getAddress(), api.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            ApiAnswer answer = parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            String[] line = new String(request, StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .split(" ");
            // Where the words are no request, it is the JDK's server that answers.
            if (line.length == 3 && !answer.header("Content-Type").isEmpty()) {
                assertThat(Described.faults(
                                line[0], line[1], answer.status, answer.header("Content-Type"), answer.body))
                        .as("what docs/openapi.json says")
                        .isEmpty();
            }
            return answer;
        }
    }

    private static ApiAnswer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        String[] head = text.substring(0, end).split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            headers.put(
                    head[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    head[i].substring(colon + 1).strip());
        }
        return new ApiAnswer(Integer.parseInt(head[0].split(" ")[1]), headers, text.substring(end + 4));
    }

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    Fields json() {
        return Json.read(body);
    }
}
