/** Nodes and foreign peers that talk to each other in virtual time. */
@NullMarked
package dev.dht.virtual;

import org.jspecify.annotations.NullMarked;
