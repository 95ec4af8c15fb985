/** What keeps entries published, against a network of holders. */
@NullMarked
package dev.dht.publish;

import org.jspecify.annotations.NullMarked;
