/**
 * The false universe: many nodes of the production core in one thread and in virtual time, over a network that delays,
 * loses, doubles and cuts, deterministic from one seed.
 *
 * <pre>{@code
 * Universe universe = Universe.of(42).nodes(50).loss(0.01).begin();
 * Dht owner = universe.dht(3);
 * owner.enter(id, 8080);                       // takes virtual time alone
 * universe.run(Duration.ofHours(2));
 * assertThat(universe.dht(7).lookup(id)).hasSize(1);
 * }</pre>
 */
@NullMarked
package dev.dht.sim;

import org.jspecify.annotations.NullMarked;
