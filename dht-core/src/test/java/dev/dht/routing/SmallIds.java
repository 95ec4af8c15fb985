package dev.dht.routing;

import dev.dht.check.Choices;
import dev.dht.id.Id;

/** Ids of eight significant bits, so that corners come soon: in the highest bits, or in the highest of the low 160. */
enum SmallIds {
    TOP,
    LOW_160,
    MIXED;

    /** One of so many ids, at most 256. */
    Id draw(Choices choices, int count) {
        return of(choices, choices.below(count) * (256 / count));
    }

    private Id of(Choices choices, int number) {
        boolean top = this == TOP || this == MIXED && choices.flip();
        return top ? Id.of((long) number << 56, 0, 0, 0) : Id.of(0, (long) number << 24, 0, 0);
    }
}
