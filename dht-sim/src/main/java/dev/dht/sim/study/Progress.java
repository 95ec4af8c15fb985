package dev.dht.sim.study;

import java.time.Duration;

/**
 * How far a simulation is.
 *
 * @param virtual virtual time since the nodes are there; zero while they join
 * @param goal virtual time at which it ends
 * @param nodes how many nodes there are by now, those that are away counted
 * @param datagrams how many were sent
 * @param lookups how many look-ups have ended
 */
public record Progress(Duration virtual, Duration goal, int nodes, long datagrams, long lookups) {}
