/** What the records that users get promise of themselves. */
@NullMarked
package dev.dht.api;

import org.jspecify.annotations.NullMarked;
