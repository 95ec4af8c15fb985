/**
 * The benchmarks: each part's cost, beside the least that it could be, measured in the same run. {@link
 * dev.dht.bench.Bench} has them, {@link dev.dht.bench.Extent} says how much and how long, and a {@link
 * dev.dht.bench.Report} is what comes of one.
 *
 * <p>What is named {@code …Calls} is measured by JMH, in a process of its own: it has the calls alone, and its {@code
 * …Figures} make a report of what they cost. Memory and pauses of the store, and a node over real sockets, are measured
 * here: JMH times calls, and these are no calls. It is on the class path only, since JMH is no module.
 */
@NullMarked
package dev.dht.bench;

import org.jspecify.annotations.NullMarked;
