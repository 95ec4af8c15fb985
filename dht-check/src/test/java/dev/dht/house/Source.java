package dev.dht.house;

import java.util.ArrayList;
import java.util.List;

/**
 * One Java file, as the house rules see it.
 *
 * @param path from the root of the tree, with forward slashes
 * @param lines the file as it is
 * @param code the same lines with comments and the insides of literals blanked
 * @param comments the same lines with all but comments blanked
 */
record Source(String path, List<String> lines, List<String> code, List<String> comments) {
    private static final int CODE = 0;
    private static final int LINE_COMMENT = 1;
    private static final int BLOCK_COMMENT = 2;
    private static final int STRING = 3;
    private static final int CHARACTER = 4;
    private static final int TEXT_BLOCK = 5;

    static Source of(String path, String text) {
        StringBuilder code = new StringBuilder();
        StringBuilder comments = new StringBuilder();
        int state = CODE;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean comment = state == LINE_COMMENT || state == BLOCK_COMMENT;
            if (c == '\n') {
                code.append(c);
                comments.append(c);
                state = state == LINE_COMMENT ? CODE : state;
                continue;
            }
            int length = 1;
            int next = state;
            switch (state) {
                case CODE -> {
                    if (text.startsWith("//", i)) {
                        next = LINE_COMMENT;
                        length = 2;
                    } else if (text.startsWith("/*", i)) {
                        next = BLOCK_COMMENT;
                        length = 2;
                    } else if (text.startsWith("\"\"\"", i)) {
                        next = TEXT_BLOCK;
                        length = 3;
                    } else if (c == '"') {
                        next = STRING;
                    } else if (c == '\'') {
                        next = CHARACTER;
                    }
                    comment = next == LINE_COMMENT || next == BLOCK_COMMENT;
                }
                case BLOCK_COMMENT -> {
                    if (text.startsWith("*/", i)) {
                        next = CODE;
                        length = 2;
                    }
                }
                case STRING, CHARACTER, TEXT_BLOCK -> {
                    if (c == '\\') {
                        length = Math.min(2, text.length() - i);
                    } else if (state == TEXT_BLOCK && text.startsWith("\"\"\"", i)) {
                        next = CODE;
                        length = 3;
                    } else if (state == STRING && c == '"' || state == CHARACTER && c == '\'') {
                        next = CODE;
                    }
                }
                default -> {}
            }
            String piece = text.substring(i, i + length);
            boolean literal = state == STRING || state == CHARACTER || state == TEXT_BLOCK;
            code.append(comment || literal ? piece.replaceAll("[^\n]", " ") : piece);
            comments.append(comment ? piece : piece.replaceAll("[^\n]", " "));
            i += length - 1;
            state = next;
        }
        return new Source(path, split(text), split(code.toString()), split(comments.toString()));
    }

    /** Test code: the tests of a module, and the module that is there for tests. */
    boolean isTest() {
        return path.contains("/src/test/") || path.startsWith("dht-check/");
    }

    boolean isMainOf(String... modules) {
        for (String module : modules) {
            if (path.startsWith(module + "/src/main/")) {
                return true;
            }
        }
        return false;
    }

    private static List<String> split(String text) {
        return new ArrayList<>(text.lines().toList());
    }
}
