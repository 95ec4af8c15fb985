/**
 * Small foreign peers: the deployed nodes' behaviour written a second time, straight from the protocol's notes, with no
 * code shared with what is tested against them.
 *
 * <p>They answer and never ask. Addresses are IPv4, as a number of 32 bits; times are nanoseconds.
 */
@NullMarked
package dev.dht.foreign;

import org.jspecify.annotations.NullMarked;
