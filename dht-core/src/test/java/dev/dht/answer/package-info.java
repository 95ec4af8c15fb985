/** The four answers, beside the table, the store and the tokens that they are given out of. */
@NullMarked
package dev.dht.answer;

import org.jspecify.annotations.NullMarked;
