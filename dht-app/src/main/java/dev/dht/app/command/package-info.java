/** The commands, one class each: words in, text or one JSON document and an exit code out. */
@NullMarked
package dev.dht.app.command;

import org.jspecify.annotations.NullMarked;
