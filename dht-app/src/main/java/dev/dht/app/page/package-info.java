/** The page that a browser shows of a node: its files, and what they are told each second. */
@NullMarked
package dev.dht.app.page;

import org.jspecify.annotations.NullMarked;
