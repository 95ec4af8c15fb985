@NullMarked
package dev.dht.udp;

import org.jspecify.annotations.NullMarked;
