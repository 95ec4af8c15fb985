package dev.dht.api;

import dev.dht.id.Id;
import java.time.Duration;

/**
 * A node answered.
 *
 * @param id the id it answered with
 * @param roundTrip from the first sending of the query to the answer
 */
public record Pong(Id id, Duration roundTrip) {}
