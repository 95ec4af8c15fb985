/** The local HTTP API of one node: a {@link dev.dht.api.Dht} in, JSON out. */
@NullMarked
package dev.dht.app.http;

import org.jspecify.annotations.NullMarked;
