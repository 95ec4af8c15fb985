/** Files under their hash: served over HTTP beside a node, and fetched from whoever serves them. */
@NullMarked
package dev.dht.app.share;

import org.jspecify.annotations.NullMarked;
