package dev.dht.app.command;

import java.util.Collection;
import java.util.List;

/** What was meant by a word that is none: one that begins so, or differs by a slip or two of the fingers. */
final class Spelling {
    /** Of a shorter word nobody can tell. */
    private static final int SHORTEST = 3;

    private Spelling() {}

    /** The known words that are near, the nearest first. */
    static List<String> near(String word, Collection<String> known) {
        int equals = word.indexOf('=');
        String typed = bare(equals < 0 ? word : word.substring(0, equals));
        if (typed.length() < SHORTEST) {
            return List.of();
        }
        int slips = Math.max(1, typed.length() / 3);
        return known.stream()
                .filter(each -> bare(each).startsWith(typed) || slips(typed, bare(each)) <= slips)
                .sorted((a, b) -> Integer.compare(slips(typed, bare(a)), slips(typed, bare(b))))
                .limit(2)
                .toList();
    }

    private static String bare(String word) {
        return word.replaceFirst("^-+", "");
    }

    /** How many letters are too many, missing, wrong, or swapped with the next. */
    private static int slips(String typed, String meant) {
        int[][] cost = new int[typed.length() + 1][meant.length() + 1];
        for (int i = 0; i <= typed.length(); i++) {
            for (int j = 0; j <= meant.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : least(cost, typed, meant, i, j);
            }
        }
        return cost[typed.length()][meant.length()];
    }

    private static int least(int[][] cost, String typed, String meant, int i, int j) {
        int other = typed.charAt(i - 1) == meant.charAt(j - 1) ? 0 : 1;
        int least = Math.min(cost[i - 1][j - 1] + other, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1
                && j > 1
                && typed.charAt(i - 1) == meant.charAt(j - 2)
                && typed.charAt(i - 2) == meant.charAt(j - 1);
        return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
