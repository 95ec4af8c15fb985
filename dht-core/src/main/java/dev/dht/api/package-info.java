/**
 * What a program holds: a {@link dev.dht.api.Dht}, whatever drives it, and the records it answers with.
 *
 * <p>Nothing here knows a socket or a clock. The library's {@code DhtNode} is a {@code Dht} over UDP; the nodes of the
 * simulated universe are {@code Dht}s too, so a program runs against either unchanged.
 */
@NullMarked
package dev.dht.api;

import org.jspecify.annotations.NullMarked;
