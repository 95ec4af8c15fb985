/**
 * The library: {@link dev.dht.DhtNode}, a {@link dev.dht.api.Dht} over UDP.
 *
 * <pre>{@code
 * try (Dht dht = DhtNode.builder().port(1729).stateDirectory(path).bootstrap("192.168.1.123:1729").start()) {
 *     Id id = Id.sha256(bytes);
 *     Receipt receipt = dht.enter(id, 8080);
 *     List<InetSocketAddress> where = dht.lookup(id);
 * }
 * }</pre>
 */
@NullMarked
package dev.dht;

import org.jspecify.annotations.NullMarked;
