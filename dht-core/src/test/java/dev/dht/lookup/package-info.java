/** Look-ups against networks of honest nodes and liars. */
@NullMarked
package dev.dht.lookup;

import org.jspecify.annotations.NullMarked;
