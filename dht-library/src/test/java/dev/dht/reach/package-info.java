@NullMarked
package dev.dht.reach;

import org.jspecify.annotations.NullMarked;
