@NullMarked
package dev.dht.store;

import org.jspecify.annotations.NullMarked;
