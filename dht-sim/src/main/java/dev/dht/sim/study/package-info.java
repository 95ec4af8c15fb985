/** Studies of networks: a {@link dev.dht.sim.study.Scenario} is run by a {@link dev.dht.sim.study.Simulation} and comes to a {@link dev.dht.sim.study.Summary}. */
@NullMarked
package dev.dht.sim.study;

import org.jspecify.annotations.NullMarked;
