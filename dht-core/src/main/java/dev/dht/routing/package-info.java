/**
 * Whom a node knows: the routing table, its buckets, and who in it is alive and can be reached. It says who should be
 * asked and what for ({@link dev.dht.routing.Table#pollCheck}, {@link dev.dht.routing.Table#pollRefresh}), and is told
 * what came of it; it sends nothing itself.
 */
@NullMarked
package dev.dht.routing;

import org.jspecify.annotations.NullMarked;
