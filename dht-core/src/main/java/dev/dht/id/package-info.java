/** What everything else is about: identities, addresses, and the pairs of them. Values; safe from any thread. */
@NullMarked
package dev.dht.id;

import org.jspecify.annotations.NullMarked;
