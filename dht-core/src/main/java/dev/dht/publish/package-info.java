/**
 * What this node entered, and how it is kept published: stored at the closest nodes, read back, stored again before it
 * expires, by region of the id space. It sends nothing: it says which look-up it needs ({@link
 * dev.dht.publish.Publisher#pollRound}) and whom to ask what ({@link dev.dht.publish.Publisher#pollTask}).
 */
@NullMarked
package dev.dht.publish;

import org.jspecify.annotations.NullMarked;
