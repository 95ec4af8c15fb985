package dev.dht.app.simulate;

import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import dev.dht.app.json.WrongDocumentException;
import dev.dht.sim.study.Fault;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A scenario in a file: a JSON object with the {@linkplain Draft#FIELDS fields} of a draft, and {@code faults}, a list of
 * objects: {@code kind}, {@code at} (after the nodes are there), {@code for} (how long), {@code part} (of the nodes, or of
 * the datagrams). Times are {@code "90s"}, {@code "10m"}, {@code "1.5h"}, or seconds.
 */
public final class ScenarioFile {
    private static final Pattern SPAN = Pattern.compile("(\\d+(?:\\.\\d+)?)(s|m|h|)");
    private static final List<String> FAULT_FIELDS = List.of("kind", "at", "for", "part");
    private static final double LONGEST = 36_000_000;

    private ScenarioFile() {}

    /**
     * Says to a draft what a file says.
     *
     * @throws IllegalArgumentException if it cannot be read, or says what makes no sense: the message names the file and
     *     the field
     */
    public static void read(Path file, Draft draft) {
        Fields fields;
        try {
            fields = Json.read(Files.readString(file, StandardCharsets.UTF_8));
        } catch (WrongDocumentException e) {
            throw new IllegalArgumentException(file + " is " + e.getMessage());
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(file + " is not JSON");
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " is not a file that can be read");
        }
        fields.all().forEach((name, value) -> {
            if (name.equals("faults")) {
                faults(file, value, draft);
            } else if (!Draft.FIELDS.contains(name)) {
                throw wrong(
                        file,
                        name,
                        "not a field of a scenario, which has " + String.join(", ", Draft.FIELDS) + " and faults");
            } else {
                naming(file, name, () -> draft.say(name, word(value)));
            }
        });
    }

    private static void faults(Path file, @Nullable Object value, Draft draft) {
        if (!(value instanceof List<?> list)) {
            throw wrong(file, "faults", "a list of objects");
        }
        for (int i = 0; i < list.size(); i++) {
            String name = "faults[" + i + "]";
            if (!(list.get(i) instanceof Map<?, ?> fault)) {
                throw wrong(file, name, "an object with kind, at, for and part");
            }
            fault.keySet().forEach(key -> {
                if (!FAULT_FIELDS.contains(key)) {
                    throw wrong(file, name + "." + key, "not a field of a fault, which has kind, at, for and part");
                }
            });
            Fault[] read = new Fault[1];
            FaultFields fields = new FaultFields(file, name, fault);
            Fault.Kind kind = fields.read("kind", word -> Draft.oneOf(word, Fault.Kind.values(), Fault.Kind::label));
            Duration at = fields.read("at", ScenarioFile::span);
            Duration length = fields.read("for", ScenarioFile::span);
            double part = fields.read("part", word -> Draft.number(word, 0, 1));
            naming(file, name, () -> read[0] = new Fault(kind, at, length, part));
            draft.add(read[0]);
        }
    }

    private record FaultFields(Path file, String fault, Map<?, ?> values) {
        <T> T read(String field, java.util.function.Function<String, T> reader) {
            String name = fault + "." + field;
            Object value = values.get(field);
            if (value == null) {
                throw wrong(file, name, "missing");
            }
            try {
                return reader.apply(word(value));
            } catch (IllegalArgumentException e) {
                throw wrong(file, name, String.valueOf(e.getMessage()));
            }
        }
    }

    private static Duration span(String word) {
        Matcher matcher = SPAN.matcher(word);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + word + "' is not a time, as \"90s\", \"10m\", \"1.5h\" or 90");
        }
        double seconds = Double.parseDouble(matcher.group(1))
                * switch (matcher.group(2)) {
                    case "h" -> 3_600;
                    case "m" -> 60;
                    default -> 1;
                };
        if (seconds > LONGEST) {
            throw new IllegalArgumentException("10000 hours at most, not " + word);
        }
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    private static String word(@Nullable Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new IllegalArgumentException("a number or a string is wanted");
    }

    private static void naming(Path file, String field, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            throw wrong(file, field, String.valueOf(e.getMessage()));
        }
    }

    private static IllegalArgumentException wrong(Path file, String field, String why) {
        return new IllegalArgumentException(file + ": " + field + ": " + why);
    }
}
