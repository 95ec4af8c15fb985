package dev.dht.publish;

import java.util.List;

/** Entries that wait until all nodes of their region are known. */
record Sweep(Region region, List<Entry> entries) {}
