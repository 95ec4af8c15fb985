/** What is logged, and where to. */
@NullMarked
package dev.dht.app.log;

import org.jspecify.annotations.NullMarked;
