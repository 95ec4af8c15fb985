/** The state on disk, held to a model on a disk that crashes, and to a real one. */
@NullMarked
package dev.dht.state;

import org.jspecify.annotations.NullMarked;
