/**
 * One iterative look-up (Kademlia §2.3): whom it has heard of, whom it asks next, when it has ended. It sends nothing
 * and knows no time but what it is told.
 */
@NullMarked
package dev.dht.lookup;

import org.jspecify.annotations.NullMarked;
