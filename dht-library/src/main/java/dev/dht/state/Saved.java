package dev.dht.state;

import dev.dht.id.Contact;
import dev.dht.id.Id;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a node kept from its last run. The caller's own: nothing that is saved later changes it.
 *
 * @param identity its id and port; null in a new directory, and where the file was lost
 * @param contacts whom it knew, in the order they were saved in
 * @param entries what it entered and did not delete: the port of each id
 */
public record Saved(@Nullable Identity identity, List<Contact> contacts, SortedMap<Id, Integer> entries) {}
