/**
 * The bytes of the protocol, version 1: {@link dev.dht.wire.Packet} reads a datagram in place, {@link
 * dev.dht.wire.PacketWriter} writes one, both without allocating; {@link dev.dht.wire.Message} is the same as records,
 * for tests and tools. All integers are big-endian, nothing is padded.
 */
@NullMarked
package dev.dht.wire;

import org.jspecify.annotations.NullMarked;
