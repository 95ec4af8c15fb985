/** Addresses as people type them. */
@NullMarked
package dev.dht.app.address;

import org.jspecify.annotations.NullMarked;
