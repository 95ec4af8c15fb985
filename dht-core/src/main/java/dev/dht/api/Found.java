package dev.dht.api;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import dev.dht.id.Token;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What one node answered to FIND_NODE or FIND_VALUE.
 *
 * @param id the id it answered with
 * @param token its permission to store there
 * @param contacts the contacts it named; empty where it gave endpoints
 * @param endpoints the endpoints it stores for the id; empty where it named contacts
 * @param roundTrip from the first sending of the query to the answer
 */
public record Found(Id id, Token token, List<Contact> contacts, List<InetSocketAddress> endpoints, Duration roundTrip) {
    /** Copies both lists. */
    public Found {
        contacts = List.copyOf(contacts);
        endpoints = List.copyOf(endpoints);
    }
}
