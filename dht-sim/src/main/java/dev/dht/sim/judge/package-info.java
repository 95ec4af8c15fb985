/** What must be true of every universe, each promise a small class that sees what goes over the wire. */
@NullMarked
package dev.dht.sim.judge;

import org.jspecify.annotations.NullMarked;
