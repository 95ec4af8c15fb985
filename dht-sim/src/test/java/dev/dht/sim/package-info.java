@NullMarked
package dev.dht.sim;

import org.jspecify.annotations.NullMarked;
