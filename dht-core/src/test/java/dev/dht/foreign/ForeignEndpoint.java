package dev.dht.foreign;

/** Where an identity can be had. */
public record ForeignEndpoint(int address, int port) {}
