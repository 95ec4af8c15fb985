package dev.dht.sim.net;

/**
 * A datagram on its way.
 *
 * @param from the number of the host that sent it
 * @param to the number of the host it will come to
 * @param bytes what it says; nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Flight(int from, int to, byte[] bytes) {}
