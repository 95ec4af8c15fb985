/** The protocol as recorded from a deployed node: packets and exchanges, and the reader of their files. */
@NullMarked
package dev.dht.protocol;

import org.jspecify.annotations.NullMarked;
