/**
 * The whole protocol as one deterministic machine: {@link dev.dht.node.Node}. It knows no clock, thread, socket or file;
 * whoever drives it says what time it is, hands it datagrams, and carries away those it sends.
 *
 * <p>The driver's contract: call {@code receive}, a verb, or {@code advance(now)}; then ask {@code nextDeadline()} and
 * call {@code advance} no later than that. {@code now} is monotonic nanoseconds, never less than before; what is due
 * fires before the datagram or verb is looked at. One thread at a time. Buffers belong to the caller and hold only during
 * the call. Completions are delivered at the end of the call that caused them; a verb called from within one is queued
 * behind it.
 */
@NullMarked
package dev.dht.node;

import org.jspecify.annotations.NullMarked;
