package dev.dht.lookup;

import dev.dht.id.Contact;
import org.jspecify.annotations.Nullable;

/** Sees whom others name in a look-up, and who is not taken. */
public interface Witness {
    /** A candidate was named, for the first time or again. */
    void named(Candidate by, Candidate whom);

    /** A contact will not be asked; it was named by one that answered, or by our own table. */
    void rejected(@Nullable Candidate by, Contact contact, Rejection why);
}
