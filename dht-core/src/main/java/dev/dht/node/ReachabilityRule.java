package dev.dht.node;

import dev.dht.api.Reachability;
import dev.dht.api.Reachability.Origin;
import dev.dht.api.Reachability.Probe;
import dev.dht.api.Reachability.Verdict;
import dev.dht.query.Queries;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes one verdict of all that is known. Only a stranger's query proves that strangers can reach this node. That none came
 * says something where others had reason enough to ask of their own accord: where many are known, or where this node keeps
 * quiet. In a small network everyone asks everyone, and a node that publishes is never a stranger to anybody.
 *
 * @param answering whether the node answers at all
 * @param tooSlow whether answers take longer here than others wait for one: they give this node up whatever lets them through
 * @param alone whether it knows nobody good
 * @param contacts how many good contacts it has
 * @param isPublic whether its network is the open one: a good contact, or what others see this node at, is a public address
 * @param inTouch for how long strangers could have come
 * @param sent how many queries of its own it has sent in that time
 * @param strangers how many came since the start
 * @param lastPublic how long ago the last came from a public address; null if none did
 * @param lastLocal how long ago the last came from a private one
 * @param port where its socket is bound; 0 where there is none
 * @param probe the last one; null if there was none
 */
record ReachabilityRule(
        boolean answering,
        boolean tooSlow,
        boolean alone,
        int contacts,
        boolean isPublic,
        Duration inTouch,
        long sent,
        long strangers,
        @Nullable Duration lastPublic,
        @Nullable Duration lastLocal,
        int port,
        @Nullable Probe probe) {
    /** With as many good contacts some stranger comes every half hour. */
    static final int MANY = 20;
    /** With fewer than this nobody may have had reason to ask. */
    static final int SEVERAL = 5;
    /** Where many are known, a stranger that came counts as long, */
    static final Duration COUNTS_AMONG_MANY = Duration.ofMinutes(60);
    /** and where few are as long. */
    static final Duration COUNTS_AMONG_FEW = Duration.ofHours(6);
    /** It takes as long until the first stranger should have come; among few only to a node that keeps quiet. */
    static final Duration TELLS_AFTER = Duration.ofMinutes(60);
    /** A quiet node sends for each contact no more queries an hour: what upkeep needs, and little else. */
    static final int QUIET = 20;
    /** What neighbours told counts as long. */
    static final Duration PROBE_COUNTS_FOR = Duration.ofHours(2);
    /** So many of them must have answered. */
    static final int PROBE_ANSWERS = 4;

    Reachability judge() {
        Origin origin = origin();
        Verdict verdict = verdict(origin);
        boolean isLocal = lastPublic == null || lastLocal != null && lastLocal.compareTo(lastPublic) < 0;
        Duration last = isLocal ? lastLocal : lastPublic;
        return new Reachability(verdict, advice(verdict, origin), strangers, origin, last, probe);
    }

    /** Where strangers came from that count still. */
    private Origin origin() {
        return counts(lastPublic) ? Origin.PUBLIC : counts(lastLocal) ? Origin.LOCAL : Origin.NOWHERE;
    }

    private Verdict verdict(Origin origin) {
        return switch (origin) {
            case PUBLIC -> Verdict.REACHABLE;
            case LOCAL -> isPublic ? Verdict.LOCAL : Verdict.REACHABLE;
            case NOWHERE ->
                answering && !tooSlow && !alone && (isMissed() || isUnknownToNeighbours())
                        ? Verdict.UNREACHABLE
                        : Verdict.UNKNOWN;
        };
    }

    private boolean counts(@Nullable Duration ago) {
        Duration limit = contacts >= MANY ? COUNTS_AMONG_MANY : COUNTS_AMONG_FEW;
        return ago != null && ago.compareTo(limit) <= 0;
    }

    /** Whether strangers should have come by now. */
    private boolean isMissed() {
        boolean isFirst = lastPublic == null && lastLocal == null;
        return isTimeToTell() && (contacts >= MANY || isFirst && contacts >= SEVERAL && isQuiet());
    }

    private boolean isQuiet() {
        return sent * 60 <= (long) QUIET * contacts * inTouch.toMinutes();
    }

    /** Whether the neighbours answer a stranger and none of them names this node: they ask it in vain. */
    private boolean isUnknownToNeighbours() {
        return probe != null
                && probe.ago().compareTo(PROBE_COUNTS_FOR) <= 0
                && probe.answered() >= PROBE_ANSWERS
                && probe.named() == 0
                && isTimeToTell();
    }

    private String advice(Verdict verdict, Origin origin) {
        return switch (verdict) {
            case REACHABLE ->
                origin == Origin.LOCAL
                        ? "Nodes of this machine or network that it had not asked have reached it; it knows no others."
                        : "Nodes that it had not asked have reached it.";
            case LOCAL ->
                "Nodes of its own network reach it; from outside nobody has" + (isTimeToTell() ? "" : " yet")
                        + ". If that lasts, forward UDP " + portText() + " at the router to this machine."
                        + portsText();
            case UNREACHABLE ->
                "It hears only from nodes that it had asked. Let UDP " + portText()
                        + " in at this machine's firewall, and forward it at the router to this machine. Until then"
                        + " look-ups and entering work, but others cannot store at this node, and may not be able to fetch"
                        + " from it." + portsText();
            case UNKNOWN -> doubt() + portsText();
        };
    }

    private String doubt() {
        if (!answering) {
            return "It only asks, and answers nobody.";
        }
        if (alone) {
            return "It knows nobody who could tell. Name a node that is up as bootstrap, and check that UDP gets out.";
        }
        if (tooSlow) {
            return "Answers take longer than " + Queries.TIME_OUT / 1_000_000_000 + " seconds here, and others wait no"
                    + " longer: strangers give this node up whether they reach it or not. Look for what fills or slows its"
                    + " line.";
        }
        if (!isTimeToTell()) {
            return "Too soon to say: others ask by themselves within " + TELLS_AFTER.toMinutes()
                    + " minutes, and it has been in touch for " + inTouch.toMinutes() + ".";
        }
        return contacts < SEVERAL
                ? "Too few nodes are known to tell: " + contacts + "."
                : "Nobody has asked it lately whom it had not just asked itself; in a network as small as this that"
                        + " says nothing.";
    }

    private boolean isTimeToTell() {
        return inTouch.compareTo(TELLS_AFTER) >= 0;
    }

    private String portText() {
        return port == 0 ? "of its port" : "port " + port;
    }

    private String portsText() {
        return probe != null && probe.hasSeveralPorts()
                ? " Its router gives each peer another port (" + probe.seenAt().get(0) + ", "
                        + probe.seenAt().get(1) + "): only a fixed forwarding helps."
                : "";
    }
}
