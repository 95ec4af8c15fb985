package dev.dht.publish;

/**
 * What a stranger finds of an entry: the outcome of a look-up that began with the farthest contacts of our table and made no
 * use of what we remember of its holders.
 *
 * @param at when it ended, in nanoseconds
 * @param found how many nodes gave the entry
 * @param undecided how many gave so many endpoints of the id that ours may be among those left out
 * @param answered how many of the closest answered, at most as many as should hold the entry
 */
public record Audit(long at, int found, int undecided, int answered) {
    /**
     * Whether so few have it that it is to be stored again at once: fewer than half of those that answered, even if all have
     * it of whom that is not known.
     */
    public boolean isPoor() {
        return 2 * (found + undecided) < answered;
    }
}
