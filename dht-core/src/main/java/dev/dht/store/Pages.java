package dev.dht.store;

import java.util.Arrays;

/**
 * Records of some longs each, in pages, so that growing never copies more than the first. Free records are handed out
 * again, the last one given back first.
 */
final class Pages {
    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;
    /** Of the first page, which grows by doubling; a power of two. */
    private static final int FIRST = 4;

    private final int stride;
    /** No page yet: most stores of a large universe hold nothing. */
    private static final long[][] NONE = {};

    private long[][] pages = NONE;
    private int used;
    /** The record given back last, or -1; each free record holds the one before it in its first word. */
    private int free = -1;

    Pages(int stride) {
        this.stride = stride;
    }

    int take() {
        if (free >= 0) {
            int record = free;
            free = (int) get(record, 0);
            return record;
        }
        int page = used >>> PAGE_BITS;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, pages.length + 1 + pages.length / 2);
        }
        long[] words = pages[page];
        int needed = ((used & PAGE - 1) + 1) * stride;
        if (words == null) {
            pages[page] = new long[(page == 0 ? FIRST : PAGE) * stride];
        } else if (words.length < needed) {
            pages[page] = Arrays.copyOf(words, 2 * words.length);
        }
        return used++;
    }

    void give(int record) {
        set(record, 0, free);
        free = record;
    }

    long get(int record, int word) {
        return pages[record >>> PAGE_BITS][(record & PAGE - 1) * stride + word];
    }

    void set(int record, int word, long value) {
        pages[record >>> PAGE_BITS][(record & PAGE - 1) * stride + word] = value;
    }
}
