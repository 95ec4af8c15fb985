package dev.dht.app.command;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A configuration file: one {@code name = value} a line, where a name is that of an option without its dashes. What follows
 * {@code #} at a line's beginning is a comment.
 *
 * @param path where it is, as it was named
 * @param lines by name
 */
record ConfigFile(Path path, Map<String, Line> lines) {
    private static final int MOST_BYTES = 1 << 20;

    /**
     * A line of it.
     *
     * @param value the text after the equals sign; of several lines of one name, joined by commas
     * @param number counted from 1
     */
    record Line(String value, int number) {}

    /**
     * Reads it.
     *
     * @param names what may stand in it
     * @param repeatable those that may stand there several times
     * @throws IllegalArgumentException if it cannot be read, or is wrong, which is a {@link WrongConfiguration}; the message
     *     names file and line
     */
    static ConfigFile read(Path path, Set<String> names, Set<String> repeatable) {
        Map<String, Line> lines = new LinkedHashMap<>();
        List<String> all = linesOf(path);
        for (int i = 0; i < all.size(); i++) {
            String text = all.get(i).strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            String where = path + ":" + (i + 1) + ": ";
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new WrongConfiguration(
                        where + "not of the form name = value: '" + text + "'", example(text, names));
            }
            String name = text.substring(0, equals).strip();
            String value = text.substring(equals + 1).strip();
            if (!names.contains(name)) {
                throw new WrongConfiguration(
                        where + "unknown name '" + name + "'; known are " + String.join(", ", names),
                        example(name, names));
            }
            Line before = lines.get(name);
            if (before != null && !repeatable.contains(name)) {
                throw new WrongConfiguration(
                        where + name + " is given twice, first in line " + before.number(), Example.line(name));
            }
            lines.put(name, before == null ? new Line(value, i + 1) : new Line(before.value + "," + value, i + 1));
        }
        return new ConfigFile(path, lines);
    }

    /** A line with the name that was meant, as far as can be told. */
    private static String example(String word, Set<String> names) {
        return Example.line(
                names.contains(word)
                        ? word
                        : Spelling.near(word, names).stream().findFirst().orElse("port"));
    }

    private static List<String> linesOf(Path path) {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new IllegalArgumentException(path + " is longer than a configuration is");
            }
            return Files.readAllLines(path, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(path + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException(path + " may not be read by this user", e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(path + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
