/**
 * The queries that this node sent and that wait for an answer: which answer belongs to which, when one is late, when it
 * is given up, and how long answers take here.
 */
@NullMarked
package dev.dht.query;

import org.jspecify.annotations.NullMarked;
