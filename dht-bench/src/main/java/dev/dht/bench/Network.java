package dev.dht.bench;

import dev.dht.id.Id;
import java.util.random.RandomGenerator;

/** What a table may be of: how the ids of a network lie in the space of 256 bits, and what is known of its nodes. */
enum Network {
    /** Over all of it. */
    UNIFORM,
    /** In its low 160 bits, the upper 96 being zero, as the deployed nodes' do. */
    LOW_160,
    /** Each id in one way or the other, as often. */
    MIXED,
    /** Over all of it; and it is known of nobody that strangers reach it, as where a node has just started. */
    UNPROVEN;

    /** What the upper words of an id of the low 160 bits may be. */
    static final long LOWER_HALF = 0xFFFF_FFFFL;

    /** Whether an id is to lie in the low 160 bits; {@code toss} is any word. */
    boolean isLow(long toss) {
        return this == LOW_160 || this == MIXED && toss < 0;
    }

    /** An id of such a network. */
    Id draw(RandomGenerator random) {
        return isLow(random.nextLong()) ? low(random) : Id.random(random);
    }

    /** Our own id in such a network: where both ways occur, one of the low 160 bits, whose table is the longer. */
    Id drawSelf(RandomGenerator random) {
        return isLow(-1) ? low(random) : Id.random(random);
    }

    private static Id low(RandomGenerator random) {
        return Id.of(0, random.nextLong() & LOWER_HALF, random.nextLong(), random.nextLong());
    }
}
