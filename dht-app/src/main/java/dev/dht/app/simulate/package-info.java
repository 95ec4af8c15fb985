/** What stands between a person and a simulation: a scenario said in words, how far it is, and what came of it. */
@NullMarked
package dev.dht.app.simulate;

import org.jspecify.annotations.NullMarked;
