package dev.dht.foreign;

import java.util.random.RandomGenerator;

/** How the ids of a network lie in the space of 256 bits. */
public enum IdSpread {
    /** Over all of it. */
    UNIFORM,
    /** In its low 160 bits, the upper 96 being zero, as the deployed nodes' do. */
    LOW_160,
    /** Each id in one way or the other, as often. */
    MIXED;

    /** An id of 32 bytes. */
    public byte[] draw(RandomGenerator random) {
        byte[] id = new byte[32];
        random.nextBytes(id);
        if (this == LOW_160 || this == MIXED && random.nextBoolean()) {
            for (int i = 0; i < 12; i++) {
                id[i] = 0;
            }
        }
        return id;
    }
}
