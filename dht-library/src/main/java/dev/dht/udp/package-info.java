/** A node's way to the network: one socket, and one thread that receives, answers and sends. */
@NullMarked
package dev.dht.udp;

import org.jspecify.annotations.NullMarked;
