/**
 * What a node keeps on disk: its id and port, the contacts it knew, and the entries it entered.
 *
 * <pre>{@code
 * try (StateDirectory state = StateDirectory.open(Path.of("/var/lib/dht"))) {
 *     Saved saved = state.load();
 *     state.saveIdentity(id, 1729).join();
 *     state.entered(content, 8080).thenRun(() -> acknowledge(content));
 * }
 * }</pre>
 *
 * <p>A directory holds, beside its {@code lock}, one file of each kind: {@code identity.N}, {@code contacts.N} and
 * {@code entries.N}. N is the file's generation. A new generation is written whole under another name, made durable,
 * and only then renamed; the highest is the one that counts. {@code entries.N} grows: what is entered and deleted is
 * appended to it, and when most of it is history the next generation takes what is left. A process therefore never
 * writes into a file that another one left, and never goes on in a file after a write to it failed.
 *
 * <p>Every file is a sequence of records, each with its CRC32C: length of the payload (one byte), type (one byte),
 * payload, CRC32C of all that (four bytes). The first is a header that says of what kind the file is and how many
 * records it was written with. Numbers are big-endian.
 */
@NullMarked
package dev.dht.state;

import org.jspecify.annotations.NullMarked;
