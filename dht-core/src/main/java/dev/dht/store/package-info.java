/**
 * What this node stores for others: entries by id, each for an hour, within bounds, and the tokens without which nothing
 * is stored. Packed: one endpoint under an id of its own takes about 70 bytes, each more 8 to 16.
 */
@NullMarked
package dev.dht.store;

import org.jspecify.annotations.NullMarked;
