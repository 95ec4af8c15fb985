/** The node, whole: against foreign peers, among its own kind, and against whatever bytes come. */
@NullMarked
package dev.dht.node;

import org.jspecify.annotations.NullMarked;
