package dev.dht.virtual;

/** Counts of cases: whole with {@code mvn -B verify -Pfull}, a tenth without. */
public final class Full {
    private Full() {}

    /** So many, or a tenth of that. */
    public static int count(int whole) {
        return Boolean.getBoolean("dht.full") ? whole : whole / 10;
    }
}
