package dev.dht.state;

import dev.dht.id.Id;

/**
 * What happened to an entry.
 *
 * @param id the entry's id
 * @param port the port it was entered with, 1 to 65535, or {@link #DELETED}
 */
record Change(Id id, int port) {
    /** In place of a port: the entry was deleted. */
    static final int DELETED = 0;
}
