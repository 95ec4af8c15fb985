/** The engine, held to its own promises. */
@NullMarked
package dev.dht.check;

import org.jspecify.annotations.NullMarked;
