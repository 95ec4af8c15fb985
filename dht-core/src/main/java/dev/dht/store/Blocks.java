package dev.dht.store;

import java.util.Arrays;

/** Arrays of words by number, for ids with two endpoints and more; each grows by a quarter when it is full. */
final class Blocks {
    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;
    /** Of the first page, which grows by doubling; a power of two. */
    private static final int FIRST = 4;

    private static final long[] NONE = {};
    private static final long[][][] NO_PAGES = {};

    private final Pages free = new Pages(1);
    private long[][][] pages = NO_PAGES;

    /** A block of its own for a first word. */
    int take(long word) {
        int number = free.take();
        int page = number >>> PAGE_BITS;
        if (page >= pages.length) {
            pages = Arrays.copyOf(pages, page + 1 + page / 2);
        }
        if (pages[page] == null) {
            pages[page] = new long[page == 0 ? FIRST : PAGE][];
        } else if (pages[page].length <= (number & PAGE - 1)) {
            pages[page] = Arrays.copyOf(pages[page], 2 * pages[page].length);
        }
        set(number, new long[] {word, 0});
        return number;
    }

    void give(int number) {
        set(number, NONE);
        free.give(number);
    }

    long[] get(int number) {
        return pages[number >>> PAGE_BITS][number & PAGE - 1];
    }

    /** Puts a word at an index, which is at most the length of the block. */
    void put(int number, int index, long word) {
        long[] block = get(number);
        if (index == block.length) {
            block = Arrays.copyOf(block, withRoom(index));
            set(number, block);
        }
        block[index] = word;
    }

    /** So many words are left: gives room back where most is empty. */
    void shrink(int number, int left) {
        long[] block = get(number);
        if (block.length > 2 * withRoom(left)) {
            set(number, Arrays.copyOf(block, withRoom(left)));
        }
    }

    private static int withRoom(int words) {
        return words + words / 4 + 1;
    }

    private void set(int number, long[] block) {
        pages[number >>> PAGE_BITS][number & PAGE - 1] = block;
    }
}
