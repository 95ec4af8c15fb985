package dev.dht.check;

/** Where choices come from. */
@FunctionalInterface
interface Source {
    /** A number from 0 to {@code bound - 1}, both unsigned; a bound of 0 stands for 2^64. */
    long next(long bound);

    static Source seeded(long seed) {
        SplitMix numbers = new SplitMix(seed);
        return bound -> within(bound, numbers.next());
    }

    static Source replaying(long[] recorded) {
        return new Source() {
            private int position;

            @Override
            public long next(long bound) {
                return position < recorded.length ? within(bound, recorded[position++]) : 0;
            }
        };
    }

    static Source reading(byte[] bytes) {
        return new Source() {
            private int position;

            @Override
            public long next(long bound) {
                int wanted = (Long.SIZE - Long.numberOfLeadingZeros(bound - 1) + Byte.SIZE - 1) / Byte.SIZE;
                long number = 0;
                for (int i = 0; i < wanted && position < bytes.length; i++) {
                    number |= (bytes[position++] & 0xffL) << (i * Byte.SIZE);
                }
                return within(bound, number);
            }
        };
    }

    /** A number below the bound stays what it is. The bias of a remainder of 64 bits does not matter to tests. */
    private static long within(long bound, long number) {
        return bound == 0 ? number : Long.remainderUnsigned(number, bound);
    }
}
