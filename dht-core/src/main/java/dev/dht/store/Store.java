package dev.dht.store;

import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Entries: id → IPv4 endpoints, each for an hour after it was last stored. Time is kept in whole seconds, so that one
 * lasts between 3,599 and 3,600 of them; it is invisible from then on, and its room is taken back within a minute, some
 * hundred at a time, so that nothing ever waits for a sweep.
 *
 * <p>An endpoint is one word: address (32 bits), port (16), and the second in which it was stored (16, which is enough
 * because nobody stays longer than an hour and a minute). The only endpoint of an id stands in the id's own record, more
 * stand in a block of their own. Ids wait for their expiry in a wheel of 128 slots of 32 seconds; an id that was renewed
 * meanwhile is put back when its slot comes.
 */
public final class Store {
    /** An entry lives as long after it was last stored, in seconds. */
    public static final int LIFETIME = 3_600;

    /** What became of a STORE. */
    public enum Outcome {
        /** There is one entry more. */
        STORED,
        /** It was there, and its hour begins anew. */
        RENEWED,
        /** The store holds as many entries as it may. */
        FULL,
        /** The store holds as many entries from this address as it may. */
        FULL_FOR_ADDRESS,
        /** The store holds as many endpoints of this id as it may. */
        FULL_FOR_ID
    }

    private static final long SECOND = 1_000_000_000L;
    private static final int SLOT_SECONDS = 32;
    private static final int SLOTS = 128;
    /** How many ids one call of {@link #advance} looks at. */
    private static final int STEP = 256;

    private static final int STRIDE = 6;
    /** The word that holds the only endpoint, or the number of the block. */
    private static final int ENDPOINT = 4;
    /** The word that holds the next id in the wheel (upper half) and how many endpoints there are. */
    private static final int LINK = 5;

    /** Where all are given, none is chosen. */
    private static final RandomGenerator NO_CHOICES = () -> 0;

    private final StoreSettings settings;
    private final long epoch;
    /** Makes chains that nobody outside can choose ids for. */
    private final long[] hashSecrets = new long[4];

    private Pages ids = new Pages(STRIDE);
    private ChainIndex index = new ChainIndex(this::hashOf, 1);
    private Blocks blocks = new Blocks();
    private Sources sources = new Sources();
    private int[] wheel = {};
    /** All slots of the wheel before the one of this second are empty. */
    private int swept;
    /** No slot of the wheel before the one of this second has anything; kept so that it need not be sought each time. */
    private int first;

    private int lastSecond;
    private int idCount;
    private int entryCount;

    /** An empty store; {@code now} is before all other times. */
    public Store(StoreSettings settings, RandomGenerator secrets, long now) {
        this.settings = settings;
        this.epoch = now;
        Arrays.setAll(hashSecrets, i -> secrets.nextLong());
    }

    /** How many ids it holds, some of them perhaps expired for less than a minute. */
    public int ids() {
        return idCount;
    }

    /** How many entries it holds, some of them perhaps expired for less than a minute. */
    public int entries() {
        return entryCount;
    }

    /** How many entries came from an address, some of them perhaps expired for less than a minute. */
    public int entriesFrom(int address) {
        return sources.count(address);
    }

    /** Its bounds. */
    public StoreSettings settings() {
        return settings;
    }

    // Storing and finding

    /** Stores an endpoint (packed) under an id, or begins its hour anew. */
    public Outcome put(long now, long a, long b, long c, long d, long endpoint) {
        int second = turn(now);
        int record = find(a, b, c, d);
        if (record >= 0 && renew(record, endpoint, second)) {
            return Outcome.RENEWED;
        }
        int address = (int) (endpoint >>> 16);
        if (entryCount >= settings.entries()) {
            return Outcome.FULL;
        }
        if (sources.count(address) >= settings.entriesFromOneAddress()) {
            return Outcome.FULL_FOR_ADDRESS;
        }
        if (record >= 0 && count(record) >= settings.endpointsOfOneId()) {
            return Outcome.FULL_FOR_ID;
        }
        long word = endpoint << 16 | second & 0xFFFF;
        if (record < 0) {
            enterId(a, b, c, d, word, second);
        } else {
            addEndpoint(record, word);
        }
        sources.add(address);
        entryCount++;
        return Outcome.STORED;
    }

    /**
     * The living endpoints of an id, packed; where there are more than {@code most}, a random choice of them. Allocates
     * nothing.
     *
     * @return how many were put into {@code out}, from its beginning
     */
    public int find(long now, long a, long b, long c, long d, int most, RandomGenerator choices, long[] out) {
        int second = turn(now);
        int record = find(a, b, c, d);
        if (record < 0) {
            return 0;
        }
        int count = count(record);
        if (count == 1) {
            long word = ids.get(record, ENDPOINT);
            if (most == 0 || isExpired(word, second)) {
                return 0;
            }
            out[0] = word >>> 16;
            return 1;
        }
        long[] block = blocks.get((int) ids.get(record, ENDPOINT));
        int found = 0;
        long drawn = 0;
        for (int i = 0; i < count && found < most; i++) {
            int other = i;
            if (count > most) {
                // A step of Fisher and Yates: the order of a block means nothing. Half a word is enough for each.
                drawn = (i & 1) == 0 ? choices.nextLong() : drawn >>> 32;
                other += (int) ((drawn & 0xFFFF_FFFFL) * (count - i) >>> 32);
            }
            long word = block[other];
            block[other] = block[i];
            block[i] = word;
            if (!isExpired(word, second)) {
                out[found++] = word >>> 16;
            }
        }
        return found;
    }

    /** All living endpoints of an id, in no order. */
    public List<Endpoint> all(long now, Id id) {
        turn(now);
        int record = find(id.word(0), id.word(1), id.word(2), id.word(3));
        long[] found = new long[record < 0 ? 0 : count(record)];
        int living = find(now, id.word(0), id.word(1), id.word(2), id.word(3), found.length, NO_CHOICES, found);
        return Arrays.stream(found, 0, living).mapToObj(Endpoint::unpack).toList();
    }

    private boolean renew(int record, long endpoint, int second) {
        int count = count(record);
        if (count == 1) {
            if (ids.get(record, ENDPOINT) >>> 16 != endpoint) {
                return false;
            }
            ids.set(record, ENDPOINT, endpoint << 16 | second & 0xFFFF);
            return true;
        }
        long[] block = blocks.get((int) ids.get(record, ENDPOINT));
        for (int i = 0; i < count; i++) {
            if (block[i] >>> 16 == endpoint) {
                block[i] = endpoint << 16 | second & 0xFFFF;
                return true;
            }
        }
        return false;
    }

    private void enterId(long a, long b, long c, long d, long word, int second) {
        int record = ids.take();
        ids.set(record, 0, a);
        ids.set(record, 1, b);
        ids.set(record, 2, c);
        ids.set(record, 3, d);
        ids.set(record, ENDPOINT, word);
        ids.set(record, LINK, 1);
        index.add(record, hash(a, b, c, d));
        await(record, second + LIFETIME);
        idCount++;
    }

    private void addEndpoint(int record, long word) {
        int count = count(record);
        int number;
        if (count == 1) {
            number = blocks.take(ids.get(record, ENDPOINT));
            ids.set(record, ENDPOINT, number);
        } else {
            number = (int) ids.get(record, ENDPOINT);
        }
        blocks.put(number, count, word);
        ids.set(record, LINK, ids.get(record, LINK) + 1);
    }

    // Expiry

    /** Takes back the room of what has expired, a part of it at a time. */
    public void advance(long now) {
        int second = turn(now);
        int left = STEP;
        while (idCount > 0 && isOver(swept, second) && left > 0) {
            int slot = swept / SLOT_SECONDS % SLOTS;
            while (wheel[slot] >= 0 && left > 0) {
                int record = wheel[slot];
                wheel[slot] = nextInWheel(record);
                sweep(record, second);
                left--;
            }
            if (wheel[slot] < 0) {
                swept += SLOT_SECONDS;
            }
        }
        first = Math.max(first, swept);
    }

    private static boolean isOver(int slotStart, int second) {
        return second >= slotStart + SLOT_SECONDS;
    }

    /** When {@link #advance} has something to do. */
    public long nextDeadline() {
        if (idCount == 0) {
            return Long.MAX_VALUE;
        }
        while (wheel[first / SLOT_SECONDS % SLOTS] < 0) {
            first += SLOT_SECONDS;
        }
        return epoch + (first + SLOT_SECONDS) * SECOND;
    }

    /** Drops the expired endpoints of an id; what is left of it waits for the next to expire. */
    private void sweep(int record, int second) {
        int earliest = Integer.MAX_VALUE;
        int count = count(record);
        int kept = 0;
        long last = 0;
        long[] block = count == 1 ? null : blocks.get((int) ids.get(record, ENDPOINT));
        for (int i = 0; i < count; i++) {
            long word = block == null ? ids.get(record, ENDPOINT) : block[i];
            if (isExpired(word, second)) {
                sources.remove((int) (word >>> 32));
                entryCount--;
                continue;
            }
            earliest = Math.min(earliest, second - age(word, second) + LIFETIME);
            last = word;
            if (block != null) {
                block[kept] = word;
            }
            kept++;
        }
        if (block != null && kept < 2) {
            blocks.give((int) ids.get(record, ENDPOINT));
            ids.set(record, ENDPOINT, last);
        } else if (block != null) {
            blocks.shrink((int) ids.get(record, ENDPOINT), kept);
        }
        if (kept == 0) {
            index.remove(record, hashOf(record));
            ids.give(record);
            idCount--;
        } else {
            ids.set(record, LINK, kept);
            await(record, earliest);
        }
    }

    /** Puts an id into the slot of a second in the wheel, or into the last slot that there is: then it is put again. */
    private void await(int record, int second) {
        if (wheel.length == 0) {
            wheel = new int[SLOTS];
            Arrays.fill(wheel, -1);
        }
        if (idCount == 0) {
            swept = lastSecond / SLOT_SECONDS * SLOT_SECONDS;
            first = swept + (SLOTS - 1) * SLOT_SECONDS;
        }
        int start = Math.min(second, swept + (SLOTS - 1) * SLOT_SECONDS) / SLOT_SECONDS * SLOT_SECONDS;
        first = Math.min(first, start);
        int slot = start / SLOT_SECONDS % SLOTS;
        ids.set(record, LINK, (long) wheel[slot] << 32 | count(record));
        wheel[slot] = record;
    }

    /** The second of a time. After an hour in which nothing was called, all has expired at once. */
    private int turn(long now) {
        int second = (int) ((now - epoch) / SECOND);
        if (second - lastSecond >= LIFETIME && idCount > 0) {
            ids = new Pages(STRIDE);
            index = new ChainIndex(this::hashOf, 1);
            blocks = new Blocks();
            sources = new Sources();
            Arrays.fill(wheel, -1);
            idCount = 0;
            entryCount = 0;
        }
        lastSecond = second;
        return second;
    }

    // Records

    private static int age(long word, int second) {
        return second - (int) word & 0xFFFF;
    }

    private static boolean isExpired(long word, int second) {
        return age(word, second) >= LIFETIME;
    }

    private int count(int record) {
        return (int) ids.get(record, LINK);
    }

    private int nextInWheel(int record) {
        return (int) (ids.get(record, LINK) >> 32);
    }

    private int find(long a, long b, long c, long d) {
        int record = index.first(hash(a, b, c, d));
        while (record >= 0 && !hasId(record, a, b, c, d)) {
            record = index.next(record);
        }
        return record;
    }

    private boolean hasId(int record, long a, long b, long c, long d) {
        return ids.get(record, 3) == d && ids.get(record, 2) == c && ids.get(record, 1) == b && ids.get(record, 0) == a;
    }

    private long hashOf(int record) {
        return hash(ids.get(record, 0), ids.get(record, 1), ids.get(record, 2), ids.get(record, 3));
    }

    private long hash(long a, long b, long c, long d) {
        return fold(a ^ hashSecrets[0], b ^ hashSecrets[1]) ^ fold(c ^ hashSecrets[2], d ^ hashSecrets[3]);
    }

    private static long fold(long x, long y) {
        return Math.multiplyHigh(x, y) ^ x * y;
    }
}
