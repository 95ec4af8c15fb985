/**
 * What a flight recorder is told (JDK Flight Recorder): look-ups and callbacks. Where the module {@code jdk.jfr} is missing
 * nothing is recorded, and nothing else is different.
 */
@NullMarked
package dev.dht.flight;

import org.jspecify.annotations.NullMarked;
