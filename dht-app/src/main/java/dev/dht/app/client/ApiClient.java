package dev.dht.app.client;

import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import dev.dht.app.json.WrongDocumentException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls the API of the node beside this command, without any proxy. What cannot be had is a {@link NoNodeException} or
 * a {@link RefusedException}. Built on {@link HttpURLConnection}, which starts in a third of the time that the newer
 * client takes.
 */
public final class ApiClient {
    private static final int CONNECT_MILLIS = 5_000;

    /** Longer than the node takes for a look-up or a first round of storing. */
    private static final int READ_MILLIS = 120_000;

    private static final String JSON = "application/json";

    private final ApiUrl url;
    private final @Nullable String token;

    /** A client of the node there; with the token that its API asks for, if it does. */
    public ApiClient(ApiUrl url, @Nullable String token) {
        this.url = url;
        this.token = token;
    }

    /** {@code GET}: the document. */
    public Fields get(String path) {
        return call("GET", path, null, JSON, ApiClient::document);
    }

    /** {@code PUT} with a document: the document that comes back. */
    public Fields put(String path, Object document) {
        return call("PUT", path, Json.bytes(document), JSON, ApiClient::document);
    }

    /** {@code DELETE}. */
    public void delete(String path) {
        call("DELETE", path, null, JSON, body -> "");
    }

    /**
     * {@code GET} as server-sent events.
     *
     * @param onEvent called with the data of each event but the last
     * @return the data of {@code done}
     */
    public Fields stream(String path, Consumer<Fields> onEvent) {
        return call("GET", path, null, "text/event-stream", body -> events(body, onEvent));
    }

    /** What an answer means that no node gives. */
    public NoNodeException noNode(WrongDocumentException answer) {
        return new NoNodeException("what answers at " + url + " is not a dht node", answer);
    }

    private interface Reader<T> {
        T read(InputStream body) throws IOException;
    }

    private <T> T call(String method, String path, byte @Nullable [] body, String accept, Reader<T> reader) {
        try {
            HttpURLConnection connection = open(method, path);
            connection.setRequestProperty("Accept", accept);
            if (token != null) {
                connection.setRequestProperty("Authorization", "Bearer " + token);
            }
            try {
                return exchange(connection, body, reader);
            } finally {
                connection.disconnect();
            }
        } catch (SocketTimeoutException e) {
            throw new NoNodeException("the node at " + url + " does not answer", e);
        } catch (IOException e) {
            throw new NoNodeException("no node answers at " + url, e);
        } catch (WrongDocumentException e) {
            throw noNode(e);
        }
    }

    private HttpURLConnection open(String method, String path) throws IOException {
        URL target = URI.create(url.base() + path).toURL();
        return Connections.open(method, target, CONNECT_MILLIS, READ_MILLIS);
    }

    private <T> T exchange(HttpURLConnection connection, byte @Nullable [] body, Reader<T> reader) throws IOException {
        if (body != null) {
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.getOutputStream().write(body);
        }
        int status = connection.getResponseCode();
        if (status >= 200 && status < 300) {
            return reader.read(connection.getInputStream());
        }
        InputStream error = connection.getErrorStream();
        if (status == HttpURLConnection.HTTP_UNAUTHORIZED && error == null) {
            // What stands in the answer to a body that was streamed is not kept.
            throw new RefusedException(
                    status, "this API asks for a token, or for another: --token-file FILE, or DHT_API_TOKEN");
        }
        Fields problem = error == null ? Json.read("") : document(error);
        throw new RefusedException(status, problem.text("detail"));
    }

    private static Fields document(InputStream body) throws IOException {
        return Json.read(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    }

    private static Fields events(InputStream body, Consumer<Fields> onEvent) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        String name = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                Fields data = Json.read(line.substring("data: ".length()));
                if (name.equals("done")) {
                    return data;
                }
                if (name.equals("failed")) {
                    throw new RefusedException((int) data.number("status"), data.text("detail"));
                }
                onEvent.accept(data);
            }
        }
        throw new IOException("the stream ended early");
    }
}
