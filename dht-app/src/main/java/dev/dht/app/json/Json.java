package dev.dht.app.json;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.jr.ob.JSON;
import tools.jackson.jr.ob.JSON.Feature;

/** JSON (RFC 8259) from maps, lists, strings, numbers and booleans, and back. Compact, fields in the order given. */
public final class Json {
    private static final JSON FORMAT =
            JSON.std.with(Feature.WRITE_NULL_PROPERTIES).without(Feature.HANDLE_JAVA_BEANS);

    private Json() {}

    /** A document on one line, without a line break at its end. */
    public static String text(Object document) {
        return FORMAT.asString(document);
    }

    /** The same in UTF-8. */
    public static byte[] bytes(Object document) {
        return FORMAT.asBytes(document);
    }

    /**
     * Reads a text that holds one JSON object and nothing else.
     *
     * @throws WrongDocumentException if it does not; the message goes on after "it is", in words of its own
     */
    public static Fields read(String text) {
        if (text.isBlank()) {
            throw new WrongDocumentException("empty");
        }
        try (JsonParser parser = FORMAT.createParser(text)) {
            Object document = FORMAT.anyFrom(parser);
            if (document instanceof Map<?, ?> map && parser.nextToken() == null) {
                return new Fields(map);
            }
        } catch (JacksonException e) {
            throw new WrongDocumentException("not JSON");
        }
        throw new WrongDocumentException("not one JSON object");
    }
}
