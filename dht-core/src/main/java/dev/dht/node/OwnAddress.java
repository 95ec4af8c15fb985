package dev.dht.node;

import dev.dht.api.Info.AddressSource;
import dev.dht.id.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The address under which others see this node: what holders of its entries give back. Each address of a holder has one
 * vote, the last {@value #VOTES} of the last hour count. Before anyone has told, it is the one the driver supposes.
 */
final class OwnAddress {
    static final int VOTES = 32;

    /** A vote counts for as long, in nanoseconds: an hour. */
    static final long COUNTS_FOR = 3_600_000_000_000L;

    private record Vote(Endpoint address, long at) {}

    /** What each holder told; ports are 0. */
    private final Map<Endpoint, Vote> votes = new LinkedHashMap<>(4);

    private List<Endpoint> local = List.of();
    private @Nullable Endpoint winner;

    /** The addresses that are surely ours, the one that is supposed to be seen first. */
    void local(List<Endpoint> addresses) {
        local = addresses.stream().map(a -> a.withPort(0)).toList();
    }

    /** The address, with port 0; null where nothing is known. */
    @Nullable
    Endpoint best() {
        return winner != null ? winner : local.isEmpty() ? null : local.get(0);
    }

    /** How that is known; null where it is not. */
    @Nullable
    AddressSource source() {
        return winner != null ? AddressSource.OTHERS : local.isEmpty() ? null : AddressSource.INTERFACE;
    }

    /**
     * Whether the endpoints that a holder gave for an entry of ours contain this node's own with that port. An answer
     * with one endpoint of that port is a vote for its address; where there are several, only an address already known
     * as ours is believed.
     */
    boolean gaveBack(long now, Endpoint holder, List<Endpoint> endpoints, int port) {
        List<Endpoint> candidates = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            if (endpoint.port() == port && endpoint.isUnicast()) {
                candidates.add(endpoint.withPort(0));
            }
        }
        for (Endpoint candidate : candidates) {
            if (local.contains(candidate)) {
                vote(now, holder, candidate);
                return true;
            }
        }
        if (candidates.size() == 1) {
            vote(now, holder, candidates.get(0));
        }
        return winner != null && candidates.contains(winner);
    }

    /** Whether an address that is known as ours is among endpoints, with that port. Nobody's word for it is taken. */
    boolean isAmong(List<Endpoint> endpoints, int port) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.port() == port)
                .map(endpoint -> endpoint.withPort(0))
                .anyMatch(address -> local.contains(address) || winner != null && winner.equals(address));
    }

    private void vote(long now, Endpoint holder, Endpoint address) {
        Endpoint voter = holder.withPort(0);
        votes.remove(voter);
        votes.put(voter, new Vote(address, now));
        votes.values().removeIf(vote -> now - vote.at > COUNTS_FOR);
        if (votes.size() > VOTES) {
            Iterator<Endpoint> oldest = votes.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        Map<Endpoint, Integer> counts = new HashMap<>();
        votes.values().forEach(vote -> counts.merge(vote.address, 1, Integer::sum));
        Endpoint former = winner;
        Endpoint leader = address;
        int most = 0;
        for (Endpoint candidate : counts.keySet().stream().sorted().toList()) {
            int count = counts.getOrDefault(candidate, 0);
            if (count > most || count == most && former != null && candidate.equals(former)) {
                most = count;
                leader = candidate;
            }
        }
        winner = leader;
    }
}
