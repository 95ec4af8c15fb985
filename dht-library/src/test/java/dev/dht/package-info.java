/** The library as a program sees it: nodes over real UDP on loopback. */
@NullMarked
package dev.dht;

import org.jspecify.annotations.NullMarked;
