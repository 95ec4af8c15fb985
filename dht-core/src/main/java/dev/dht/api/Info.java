package dev.dht.api;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of itself at one moment.
 *
 * @param id its id
 * @param bound the address and port its socket is bound to; null where it has no socket
 * @param address the endpoint that others see it at, as far as it is known
 * @param addressSource how that is known; null where it is not
 * @param uptime since it was started
 * @param alone whether it knows no good contact
 * @param table the routing table
 * @param store what it stores for others
 * @param entered how many entries it entered itself
 * @param underReplicated how many of those fewer nodes hold than wanted
 * @param behind for how long the most urgent renewal of an entry is overdue: zero while look-ups and the budget of
 *     STOREs keep up
 * @param queriesInFlight its own queries that wait for an answer
 * @param lookupsRunning look-ups in progress, its own maintenance counted
 * @param lookupsWaiting look-ups that wait for their turn
 * @param lateAfter how long a query to a node it knows nothing of may take before the next is asked
 * @param counters all counters by name; each only grows
 * @param timings how long things took since it was started, by name
 * @param bounds how much there may be of what it has, by name
 * @param networkSize how many nodes the network has, itself counted: an estimate from how close the closest are, within half
 *     and twice the truth in nine of ten cases; far too small where ids of 160 bits and of 256 are mixed
 * @param reachability whether strangers can reach it, and what to do if not
 */
public record Info(
        Id id,
        @Nullable Endpoint bound,
        @Nullable Endpoint address,
        @Nullable AddressSource addressSource,
        Duration uptime,
        boolean alone,
        Table table,
        Store store,
        int entered,
        int underReplicated,
        Duration behind,
        int queriesInFlight,
        int lookupsRunning,
        int lookupsWaiting,
        Duration lateAfter,
        SortedMap<String, Long> counters,
        SortedMap<String, Histogram> timings,
        SortedMap<String, Long> bounds,
        double networkSize,
        Reachability reachability) {

    /** How a node knows its own address. */
    public enum AddressSource {
        /** A holder gave it back with an entry of the node, in this run. */
        OTHERS,
        /** It is that of the network interface; nobody has told another, or confirmed it, since the node was started. */
        INTERFACE;

        /** As people and programs have it: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The routing table.
     *
     * @param good contacts heard from within 15 minutes
     * @param questionable contacts not heard from for longer
     * @param bad contacts that were silent twice in a row
     * @param proven good contacts that strangers can reach, as far as is known
     * @param replacements contacts kept in reserve for full buckets
     * @param buckets every bucket, that of the whole other half of the id space first
     */
    public record Table(int good, int questionable, int bad, int proven, int replacements, List<BucketInfo> buckets) {
        /** All contacts, whatever their state. */
        public int contacts() {
            return good + questionable + bad;
        }
    }

    /**
     * A bucket.
     *
     * @param prefix how many first bits its contacts share with this node's id: exactly, or at least in the last bucket
     * @param contacts its contacts
     */
    public record BucketInfo(int prefix, List<ContactInfo> contacts) {}

    /**
     * A contact in the table.
     *
     * @param contact who it is
     * @param state {@code good}, {@code questionable} or {@code bad}
     * @param proven whether strangers can reach it, as far as is known
     * @param lastHeard how long ago it was last heard from; null if never in this run
     */
    public record ContactInfo(
            Contact contact,
            String state,
            boolean proven,
            @Nullable Duration lastHeard) {}

    /**
     * What is stored for others.
     *
     * @param ids how many ids
     * @param entries how many entries: an id has one for each of its endpoints
     * @param capacity how many entries there may be
     */
    public record Store(int ids, int entries, int capacity) {}
}
