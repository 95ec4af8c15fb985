@NullMarked
package dev.dht.wire;

import org.jspecify.annotations.NullMarked;
