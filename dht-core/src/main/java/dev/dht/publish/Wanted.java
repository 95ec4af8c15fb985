package dev.dht.publish;

import dev.dht.id.Id;

/**
 * A look-up that is needed.
 *
 * @param target what to look up
 * @param width how many of the closest nodes must have answered
 */
public record Wanted(Id target, int width) {}
