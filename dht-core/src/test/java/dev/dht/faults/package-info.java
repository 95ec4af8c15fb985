/** Shows that the general models catch the faults that are planted: see the folder {@code faults} of the project. */
@NullMarked
package dev.dht.faults;

import org.jspecify.annotations.NullMarked;
