/** What others tell a stranger of a node: asked out of a second socket, which opens no firewall for the first. */
@NullMarked
package dev.dht.reach;

import org.jspecify.annotations.NullMarked;
