/**
 * The {@code dht} command, and the local HTTP API that it serves and calls.
 *
 * <p>{@link dev.dht.app.Main} reads the words and hands them to a command of {@link dev.dht.app.command}. {@code node}
 * puts a {@link dev.dht.app.http.LocalApi} beside a node; {@code enter}, {@code delete}, {@code lookup} and {@code info}
 * call it. No rule of the protocol is known here.
 */
@NullMarked
package dev.dht.app;

import org.jspecify.annotations.NullMarked;
