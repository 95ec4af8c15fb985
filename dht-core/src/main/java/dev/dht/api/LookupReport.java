package dev.dht.api;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How a look-up went.
 *
 * @param id what was looked up
 * @param endpoints where it can be had, in order
 * @param closest the contacts closest to the id that answered, at most 8, the closest first
 * @param queries how many queries were sent, re-sendings left out
 * @param hops how many nodes stand between this one and the farthest step that the look-up took: 1 if it asked only
 *     contacts of its own table
 * @param elapsed from the call to the end
 */
public record LookupReport(
        Id id, List<InetSocketAddress> endpoints, List<Contact> closest, int queries, int hops, Duration elapsed) {
    /** Copies both lists. */
    public LookupReport {
        endpoints = List.copyOf(endpoints);
        closest = List.copyOf(closest);
    }
}
