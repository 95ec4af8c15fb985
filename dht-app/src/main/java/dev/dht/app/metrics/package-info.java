/** What a node knows of itself, in the words of Prometheus. */
@NullMarked
package dev.dht.app.metrics;

import org.jspecify.annotations.NullMarked;
