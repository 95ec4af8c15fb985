/**
 * A whole node under attack. One sequence of choices becomes datagrams, verbs and time; a judge that knows nothing of the
 * insides sees all that goes in and comes out. The choices come from seeds (the property), from a file (what was found
 * before), or from a fuzzer that sees what of the core they reach (the campaign, see CONTRIBUTING).
 */
@NullMarked
package dev.dht.fuzz;

import org.jspecify.annotations.NullMarked;
