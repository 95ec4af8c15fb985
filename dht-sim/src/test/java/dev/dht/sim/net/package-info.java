@NullMarked
package dev.dht.sim.net;

import org.jspecify.annotations.NullMarked;
