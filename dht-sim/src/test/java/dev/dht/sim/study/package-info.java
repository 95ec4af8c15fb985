@NullMarked
package dev.dht.sim.study;

import org.jspecify.annotations.NullMarked;
