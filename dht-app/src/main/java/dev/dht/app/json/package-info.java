/** JSON: what the command and the API say, and how they read what they are told. */
@NullMarked
package dev.dht.app.json;

import org.jspecify.annotations.NullMarked;
