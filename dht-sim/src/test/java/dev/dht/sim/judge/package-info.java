@NullMarked
package dev.dht.sim.judge;

import org.jspecify.annotations.NullMarked;
