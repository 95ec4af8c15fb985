@NullMarked
package dev.dht.id;

import org.jspecify.annotations.NullMarked;
