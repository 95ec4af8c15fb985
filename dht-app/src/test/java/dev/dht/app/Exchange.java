package dev.dht.app;

import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/**
 * A query that was sent to a node of the existing network, and its answer.
 *
 * @param name what it shows
 * @param query the datagram
 * @param response the answer's datagram; empty where the node stayed silent
 */
record Exchange(String name, byte[] query, byte[] response) {
    private static final Path FILE =
            Path.of("..", "dht-core", "src", "test", "resources", "protocol", "exchanges.json");

    /** All that were recorded, in their order. */
    static List<Exchange> all() throws IOException {
        Fields file = Json.read("{\"exchanges\":" + Files.readString(FILE) + "}");
        return file.objects("exchanges").stream()
                .map(exchange -> new Exchange(
                        exchange.text("name"),
                        HexFormat.of().parseHex(exchange.text("query")),
                        exchange.has("response") ? HexFormat.of().parseHex(exchange.text("response")) : new byte[0]))
                .toList();
    }

    boolean isSilent() {
        return response.length == 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
