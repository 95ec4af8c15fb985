package dev.dht.routing;

/** When a contact counts as alive, and when it is asked again. All spans in nanoseconds. */
public final class Liveness {
    private static final long MINUTE = 60_000_000_000L;

    /** A contact is good for as long after it was last heard from (BEP 5: 15 minutes); the limit is included. */
    public static final long GOOD_FOR = 15 * MINUTE;
    /** Who answers after as long a silence towards us can be reached by strangers: no firewall remembers it. */
    public static final long PROVEN_AFTER = 5 * MINUTE;
    /** Who was heard from is remembered in so many parts of that span, and for one part longer. */
    public static final int PROOF_PARTS = 5;
    /** A bucket in which nothing happened for as long, or up to a quarter longer, is refreshed. */
    public static final long REFRESH_AFTER = 15 * MINUTE;
    /** So many time-outs in a row make a contact bad. */
    public static final int BAD_AFTER = 2;

    /** A contact that is not proven is asked when its answer will be a proof, if it has been silent towards us. */
    static final long PROOF_CHECK_AFTER = PROVEN_AFTER + PROVEN_AFTER / PROOF_PARTS + MINUTE / 60;
    /** A contact of which nothing proves that strangers can reach it, and nothing speaks against it, is doubted after as long, or twice. */
    static final long UNTESTED_FOR = 10 * MINUTE;
    /** A proven contact is asked a minute before it would become questionable, at the latest. */
    static final long CHECK_AFTER = 14 * MINUTE;
    /**
     * So far apart are the times at which two ask each other that were last in touch at the same moment: who has the lesser id is
     * asked later than it asks if it is not proven, and earlier if it is. Else two behind NAT would ask at the same moment,
     * each through the firewall that the other's own question has just opened (RFC 4787: for two minutes at least); and two
     * that can be reached would both ask where one question is enough.
     */
    static final long CHECKS_APART = 3 * MINUTE;
    /** A contact that was silent once is asked again after as long. */
    static final long SECOND_CHECK_AFTER = 10_000_000_000L;
    /** A bad contact is asked again after as long, */
    static final long BAD_CHECK_AFTER = 60 * MINUTE;
    /** and one that was proven after as long: it may be back, and where a network was cut in two it is the way to the other half. */
    static final long BAD_PROVEN_CHECK_AFTER = 10 * MINUTE;
    /** Where no answer came for longer than a witness has to give one, contacts are asked again after as long. */
    static final long OFFLINE_CHECK_AFTER = 2 * MINUTE;
    /** A contact that is being asked is not asked again before as long. */
    static final long CHECK_PENDING = 10_000_000_000L;

    private Liveness() {}
}
