package dev.dht.app.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that was read. A field that is missing or of another kind is a {@link WrongDocumentException} whose
 * message names it.
 */
public final class Fields {
    private final Map<?, ?> map;

    Fields(Map<?, ?> map) {
        this.map = map;
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return map.get(name) != null;
    }

    /** A string. */
    public String text(String name) {
        return value(name, String.class, "a string");
    }

    /** A whole number that fits a long. */
    public long number(String name) {
        Number number = value(name, Number.class, "a number");
        if (number instanceof Integer || number instanceof Long) {
            return number.longValue();
        }
        throw new WrongDocumentException("\"" + name + "\" is not a whole number: " + number);
    }

    /** Any number. */
    public double decimal(String name) {
        return value(name, Number.class, "a number").doubleValue();
    }

    /** True or false. */
    public boolean flag(String name) {
        return value(name, Boolean.class, "true or false");
    }

    /** An object. */
    public Fields object(String name) {
        return new Fields(value(name, Map.class, "an object"));
    }

    /** A list of objects. */
    public List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (Object element : value(name, List.class, "a list")) {
            if (!(element instanceof Map<?, ?> object)) {
                throw new WrongDocumentException("\"" + name + "\" holds something else than objects");
            }
            objects.add(new Fields(object));
        }
        return objects;
    }

    /** A list of whole numbers. */
    public List<Long> numbers(String name) {
        List<Long> numbers = new ArrayList<>();
        for (Object element : value(name, List.class, "a list")) {
            if (!(element instanceof Integer) && !(element instanceof Long)) {
                throw new WrongDocumentException("\"" + name + "\" holds something else than whole numbers");
            }
            numbers.add(((Number) element).longValue());
        }
        return numbers;
    }

    /** All fields as they were read, in their order. */
    public Map<String, @Nullable Object> all() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        map.forEach((name, value) -> all.put(String.valueOf(name), value));
        return all;
    }

    private <T> T value(String name, Class<T> type, String kind) {
        Object value = map.get(name);
        if (value == null) {
            throw new WrongDocumentException("\"" + name + "\" is missing");
        }
        if (!type.isInstance(value)) {
            throw new WrongDocumentException("\"" + name + "\" is not " + kind);
        }
        return type.cast(value);
    }
}
