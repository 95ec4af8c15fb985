package dev.dht.publish;

import dev.dht.id.Contact;
import dev.dht.id.Token;

/**
 * A node that answered a look-up just now.
 *
 * @param contact who it is
 * @param token its permission to store there, good for any id
 */
public record Reachable(Contact contact, Token token) {}
