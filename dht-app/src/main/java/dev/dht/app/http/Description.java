package dev.dht.app.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The description of the API for machines (OpenAPI 3.1): {@code docs/openapi.json}. */
final class Description {
    private Description() {}

    static Reply reply() throws IOException {
        try (InputStream in = Description.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IOException("the description of the API is not packaged");
            }
            return new Reply(200, Map.of("Content-Type", "application/json"), in.readAllBytes());
        }
    }
}
