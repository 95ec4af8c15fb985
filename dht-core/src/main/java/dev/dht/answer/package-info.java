/** What this node answers to the four queries. Nothing here allocates. */
@NullMarked
package dev.dht.answer;

import org.jspecify.annotations.NullMarked;
