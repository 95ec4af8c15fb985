@NullMarked
package dev.dht.query;

import org.jspecify.annotations.NullMarked;
