package dev.dht.bench;

import dev.dht.id.Id;
import java.util.random.RandomGenerator;

/** How the ids of a network lie in the space of 256 bits. */
enum Spread {
    /** Over all of it. */
    UNIFORM,
    /** In its low 160 bits, the upper 96 being zero, as the deployed nodes' do. */
    LOW_160,
    /** Each id in one way or the other, as often. */
    MIXED;

    private static final long LOWER_HALF = 0xFFFF_FFFFL;

    /** An id of such a network. */
    Id draw(RandomGenerator random) {
        return this == LOW_160 || this == MIXED && random.nextBoolean() ? low(random) : Id.random(random);
    }

    /** Our own id in such a network: where both ways occur, one of the low 160 bits, whose table is the longer. */
    Id drawSelf(RandomGenerator random) {
        return this == UNIFORM ? Id.random(random) : low(random);
    }

    private static Id low(RandomGenerator random) {
        return Id.of(0, random.nextLong() & LOWER_HALF, random.nextLong(), random.nextLong());
    }
}
