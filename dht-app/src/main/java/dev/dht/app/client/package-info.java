/** The command's side of the local HTTP API. */
@NullMarked
package dev.dht.app.client;

import org.jspecify.annotations.NullMarked;
