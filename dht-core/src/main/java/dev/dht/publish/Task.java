package dev.dht.publish;

import dev.dht.id.Contact;
import dev.dht.id.Token;
import org.jspecify.annotations.Nullable;

/**
 * One query for an entry.
 *
 * @param entry what it is for
 * @param contact whom to ask
 * @param token the permission for a STORE; null for a check, which is a FIND_VALUE
 * @param round the round it belongs to; null for a check between rounds
 */
public record Task(
        Entry entry,
        Contact contact,
        @Nullable Token token,
        @Nullable Round round) {
    /** Whether it asks to store, rather than whether it is stored. */
    public boolean isStore() {
        return token != null;
    }
}
