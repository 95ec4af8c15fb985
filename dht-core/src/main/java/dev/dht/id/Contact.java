package dev.dht.id;

/**
 * A node as others know it: its id and where it can be asked.
 *
 * @param id the node's name
 * @param endpoint the address and UDP port that it is asked at
 */
public record Contact(Id id, Endpoint endpoint) {
    @Override
    public String toString() {
        return id.hex().substring(0, 8) + "@" + endpoint;
    }
}
