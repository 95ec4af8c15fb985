package dev.dht.store;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Finds records by hash: linear hashing (Litwin, 1980), which grows by splitting one chain at a time, so that no
 * insertion ever waits for a rehash. A chain runs through the records' own links.
 */
final class ChainIndex {
    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int FIRST = 4;
    private static final int[][] NO_PAGES = {};

    private final IntToLongFunction hashOf;
    private final int perChain;
    private int[][] heads = NO_PAGES;
    private int[][] links = NO_PAGES;
    private int chains = FIRST;
    /** The largest power of two that is not above {@link #chains}. */
    private int whole = FIRST;

    private int size;

    /**
     * An empty index.
     *
     * @param hashOf gives the hash of a record that is in it
     * @param perChain how many records a chain has in the mean, 1 or more: more of them take less room, and longer to find
     */
    ChainIndex(IntToLongFunction hashOf, int perChain) {
        this.hashOf = hashOf;
        this.perChain = perChain;
    }

    /** The first record of the chain of a hash, or -1. */
    int first(long hash) {
        return heads.length == 0 ? -1 : head(chain(hash));
    }

    /** The record behind another in its chain, or -1. */
    int next(int record) {
        return links[record >>> PAGE_BITS][record & PAGE - 1];
    }

    void add(int record, long hash) {
        if (heads.length == 0) {
            begin();
        }
        push(chain(hash), record);
        if (++size > perChain * chains) {
            split();
        }
    }

    /** Most indexes of a large universe never get here. */
    private void begin() {
        for (int chain = FIRST - 1; chain >= 0; chain--) {
            head(chain, -1);
        }
    }

    void remove(int record, long hash) {
        int chain = chain(hash);
        int at = head(chain);
        if (at == record) {
            head(chain, next(record));
        } else {
            while (next(at) != record) {
                at = next(at);
            }
            link(at, next(record));
        }
        size--;
    }

    private int chain(long hash) {
        int mixed = (int) (hash ^ hash >>> 32) & 0x7FFF_FFFF;
        int chain = mixed & 2 * whole - 1;
        return chain < chains ? chain : mixed & whole - 1;
    }

    private void split() {
        int old = chains - whole;
        int record = head(old);
        head(old, -1);
        head(chains, -1);
        chains++;
        if (chains == 2 * whole) {
            whole *= 2;
        }
        while (record >= 0) {
            int next = next(record);
            push(chain(hashOf.applyAsLong(record)), record);
            record = next;
        }
    }

    private void push(int chain, int record) {
        link(record, head(chain));
        head(chain, record);
    }

    private int head(int chain) {
        return heads[chain >>> PAGE_BITS][chain & PAGE - 1];
    }

    private void head(int chain, int record) {
        heads = grown(heads, chain);
        heads[chain >>> PAGE_BITS][chain & PAGE - 1] = record;
    }

    private void link(int record, int next) {
        links = grown(links, record);
        links[record >>> PAGE_BITS][record & PAGE - 1] = next;
    }

    /** Room for an index; only the first page is ever copied. */
    private static int[][] grown(int[][] pages, int index) {
        int page = index >>> PAGE_BITS;
        int[][] result = page < pages.length ? pages : Arrays.copyOf(pages, page + 1 + page / 2);
        int[] words = result[page];
        if (words == null) {
            result[page] = new int[page == 0 ? FIRST : PAGE];
        } else if ((index & PAGE - 1) >= words.length) {
            result[page] = Arrays.copyOf(words, 2 * words.length);
        }
        return result;
    }
}
