package dev.dht.publish;

/**
 * How entries are kept published. Spans in nanoseconds.
 *
 * @param entries how many entries this node may enter
 * @param wanted how many nodes should hold each
 * @param rounds how many look-ups for entries run at once
 * @param inFlight how many queries for entries are in flight at once
 * @param storesPerSecond how many STOREs a second are sent, in the mean; as many seconds' worth as {@link #STORE_BURST_SECONDS}
 *     may be saved up. What cannot be renewed within it falls behind, which {@code behind} of {@code Info} tells
 * @param checksPerSecond how many times a second a holder is asked whether it still holds an entry, in the mean; as
 *     many seconds' worth as {@link #CHECK_BURST_SECONDS} may be saved up
 * @param renewal whether entries are renewed and their holders checked, once they are stored
 */
public record PublishSettings(
        int entries,
        int wanted,
        int rounds,
        int inFlight,
        double storesPerSecond,
        double checksPerSecond,
        boolean renewal) {
    private static final long MINUTE = 60_000_000_000L;

    /** An entry is stored again at the latest as long after it was stored; holders forget it after 60 minutes. */
    public static final long RENEW_WITHIN = 45 * MINUTE;
    /** It is due between this and a minute before {@link #RENEW_WITHIN}, at the same moment as all of its region: see {@link Phases}. */
    static final long RENEW_FROM = 41 * MINUTE;
    /** Entries of a region that become due within as long are renewed along with the one that is due. */
    static final long ALONG_WITHIN = 12 * MINUTE;
    /** Holders are asked whether they still hold an entry as long after it was stored or last checked. */
    static final long CHECK_EVERY = 10 * MINUTE;
    /** An entry that lost one or two holders is stored again within as long. */
    static final long REPAIR_WITHIN = 5 * MINUTE;
    /**
     * Others name a node as long after it died, until they have asked it themselves (Liveness: 15 minutes, and the second
     * time-out). Who is closest is not sure until then: an entry that lost a holder is looked up once more afterwards.
     */
    static final long NAMED_FOR = 16 * MINUTE;
    /** The first repetition where fewer took an entry than wanted; each further one waits twice as long. */
    static final long FIRST_RETRY = MINUTE / 2;
    /** The longest wait between repetitions, but for a quarter of jitter. */
    static final long LAST_RETRY = 32 * MINUTE;
    /** A new neighbour is given an entry that fewer hold than wanted after as long. */
    static final long NEIGHBOUR_DELAY = MINUTE / 60;
    /** New neighbours are given what fewer hold than wanted at most as often. */
    static final long OFFER_EVERY = MINUTE / 6;
    /** One look-up serves at most so many entries, so that nothing waits for long; fewer where the budget is small. */
    static final int REGION_ENTRIES = 4_096;
    /** All nodes of a region are looked for where at least so many others of its entries are due, or will be soon. */
    static final int SWEPT_FROM = 3;
    /** A region is not widened beyond one such part of all entries, so that renewals stay spread over time. */
    static final int WIDE_PART = 32;
    /** A holder forgets an entry as long after it was stored. */
    static final long HOLDERS_FORGET = 60 * MINUTE;
    /** A holder that gave so many endpoints of an id may have more. */
    public static final int MANY_ENDPOINTS = 100;
    /** Checks that were not made are saved up for as many seconds. */
    static final int CHECK_BURST_SECONDS = 50;
    /** STOREs that were not sent are saved up for as many seconds. */
    static final int STORE_BURST_SECONDS = 5;
    /** No renewal is begun while others wait for as many seconds' worth of STOREs. */
    static final int STORES_AHEAD_SECONDS = 4;
    /** What was never stored is not begun while as much of it waits, in seconds' worth of STOREs. */
    static final int FRESH_AHEAD_SECONDS = 60;
    /** A STORE is sent within as long after the look-up that gave its token; holders take one for 5 minutes at least. */
    static final long TOKENS_GOOD_FOR = 4 * MINUTE;
    /** Where a node has entered so many, their first renewals are spread over the time until the last one must be. */
    static final int SPREAD_FROM = 1_000;
    /** The first of them is due as long after it was stored first. */
    static final long SPREAD_LEAST = 6 * MINUTE;
    /** Entries of a region whose renewal was spread, and that become due within as long, are renewed along with the one that is due. */
    static final long SPREAD_ALONG_WITHIN = 4 * MINUTE;

    /** An entry is looked up as a stranger would as long after it was stored first, or looked up so: less up to half of it. */
    static final long AUDIT_EVERY = 20 * MINUTE;
    /** All entries together are looked up so at most as many times a second; with more of them each waits longer. */
    static final double AUDITS_PER_SECOND = 0.1;
    /** Audits that were not made are saved up for as many seconds. */
    static final int AUDIT_BURST_SECONDS = 100;

    /** 1,000,000 entries at 8 nodes each, 4 look-ups, 256 queries in flight, 1,000 STOREs and 8 checks a second. */
    public static final PublishSettings DEFAULT = new PublishSettings(1_000_000, 8, 4, 256, 1_000, 8, true);

    /** How many entries one look-up serves at most: no more than can be stored while its tokens are good. */
    int along() {
        return (int) Math.max(1, Math.min(REGION_ENTRIES, FRESH_AHEAD_SECONDS * storesPerSecond / wanted));
    }

    /** Of how many nodes that a look-up found an entry is offered to one after another, where some do not take it. */
    public int most() {
        return 3 * wanted;
    }

    /** The same, with renewal or without. */
    public PublishSettings withRenewal(boolean other) {
        return new PublishSettings(entries, wanted, rounds, inFlight, storesPerSecond, checksPerSecond, other);
    }

    /** The same with another budget of STOREs. */
    public PublishSettings withStoresPerSecond(double other) {
        return new PublishSettings(entries, wanted, rounds, inFlight, other, checksPerSecond, renewal);
    }

    /** Checks that each is at least 1, and what is spent a second more than nothing. */
    public PublishSettings {
        boolean hasNone = entries < 1 || wanted < 1 || rounds < 1 || inFlight < 1;
        if (hasNone || !(storesPerSecond > 0) || !(checksPerSecond > 0)) {
            throw new IllegalArgumentException("settings of publishing that cannot be: " + entries + " entries at "
                    + wanted + " nodes, " + rounds + " look-ups, " + inFlight + " in flight, " + storesPerSecond
                    + " STOREs and " + checksPerSecond + " checks a second");
        }
    }
}
