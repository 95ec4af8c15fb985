/** The network between the hosts of a universe: where they are, what becomes of a datagram, and what comes when. */
@NullMarked
package dev.dht.sim.net;

import org.jspecify.annotations.NullMarked;
