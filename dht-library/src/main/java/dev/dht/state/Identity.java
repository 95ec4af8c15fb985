package dev.dht.state;

import dev.dht.id.Id;

/**
 * What a node is called, and the UDP port that it had under this name. Others keep the pair: on another port it takes
 * another id.
 *
 * @param id its id
 * @param port 0 to 65535
 */
public record Identity(Id id, int port) {}
