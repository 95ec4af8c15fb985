package dev.dht.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads JSON (RFC 8259) that is known to be well formed: objects as maps, arrays as lists, whole numbers as longs. */
public final class Json {
    private final String text;
    private int position;

    private Json(String text) {
        this.text = text;
    }

    /** The objects of the array that a resource of the tests holds, such as {@code /protocol/packets.json}. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, @Nullable Object>> objects(String resource) {
        try (InputStream in = Objects.requireNonNull(Json.class.getResourceAsStream(resource), resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(read(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value that the text holds. */
    public static @Nullable Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.skipSpace();
        if (json.position != text.length()) {
            throw json.unexpected();
        }
        return value;
    }

    private @Nullable Object value() {
        skipSpace();
        char first = text.charAt(position);
        return switch (first) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        position++;
        while (!closed('}', !object.isEmpty())) {
            skipSpace();
            String name = string();
            skipSpace();
            take(':');
            object.put(name, value());
        }
        return object;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> array = new ArrayList<>();
        position++;
        while (!closed(']', !array.isEmpty())) {
            array.add(value());
        }
        return array;
    }

    /** Whether the end has come, which is taken; otherwise a comma is, where one must come first. */
    private boolean closed(char end, boolean comma) {
        skipSpace();
        if (text.charAt(position) == end) {
            position++;
            return true;
        }
        if (comma) {
            take(',');
        }
        return false;
    }

    private String string() {
        take('"');
        StringBuilder string = new StringBuilder();
        while (text.charAt(position) != '"') {
            char next = text.charAt(position++);
            string.append(next == '\\' ? escaped() : next);
        }
        position++;
        return string.toString();
    }

    private char escaped() {
        char letter = text.charAt(position++);
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                position += 4;
                yield (char) Integer.parseInt(text, position - 4, position, 16);
            }
            default -> throw unexpected();
        };
    }

    private long number() {
        int start = position;
        while (position < text.length() && "-0123456789".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        return Long.parseLong(text, start, position, 10);
    }

    private @Nullable Object word(String word, @Nullable Object meaning) {
        for (int i = 0; i < word.length(); i++) {
            take(word.charAt(i));
        }
        return meaning;
    }

    private void take(char expected) {
        if (text.charAt(position) != expected) {
            throw unexpected();
        }
        position++;
    }

    private void skipSpace() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not JSON at character " + position);
    }
}
