/** The routing table against what it promises in words. */
@NullMarked
package dev.dht.routing;

import org.jspecify.annotations.NullMarked;
