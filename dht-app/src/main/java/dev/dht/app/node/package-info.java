/** Where the command gets its nodes from. */
@NullMarked
package dev.dht.app.node;

import org.jspecify.annotations.NullMarked;
