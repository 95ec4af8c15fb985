/** The demonstration: a swarm of real nodes that keep and find the id of a real file. */
@NullMarked
package dev.dht.app.demo;

import org.jspecify.annotations.NullMarked;
