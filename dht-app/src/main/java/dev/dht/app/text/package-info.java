/** How numbers are said. */
@NullMarked
package dev.dht.app.text;

import org.jspecify.annotations.NullMarked;
