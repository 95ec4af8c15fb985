package dev.dht.routing;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Newcomers that answered and contradict a contact of the table: the same id elsewhere, or another id at the same
 * endpoint. Each waits until the contact it contradicts has been asked and stayed silent. At most {@value #LIMIT}; the
 * one that waits longest gives way.
 */
final class Challenges {
    static final int LIMIT = 16;

    /** Who it is, and when it answered. */
    record Newcomer(Contact contact, long answeredAt) {}

    private final Map<Id, Newcomer> newcomers = new LinkedHashMap<>(4);

    void put(Id incumbent, Newcomer newcomer) {
        if (newcomers.put(incumbent, newcomer) == null && newcomers.size() > LIMIT) {
            Iterator<Id> oldest = newcomers.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** The newcomer that contradicts this contact; it waits no more. */
    @Nullable
    Newcomer remove(Id incumbent) {
        return newcomers.remove(incumbent);
    }
}
