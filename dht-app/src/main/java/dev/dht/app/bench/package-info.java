/** What stands between a person and the benchmarks: their figures in text and as a document. */
@NullMarked
package dev.dht.app.bench;

import org.jspecify.annotations.NullMarked;
