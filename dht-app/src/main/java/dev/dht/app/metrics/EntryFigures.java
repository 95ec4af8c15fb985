package dev.dht.app.metrics;

import dev.dht.api.Dht;
import dev.dht.api.Receipt;
import dev.dht.id.Id;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the receipts of all entries of a node come to.
 *
 * @param withFailures entries that a node which should hold them does not, by the last round of storing
 * @param nextRenewal when the next of them is stored again, at the latest; null where there is none
 */
record EntryFigures(int withFailures, @Nullable Instant nextRenewal) {
    /** Of more entries than these it would cost the node too much to look at each. */
    static final int MOST = 10_000;

    /** So many at once, lest the node do nothing else for long. */
    private static final int PAGE = 500;

    /** Those of a node; null where it has too many entries. */
    static @Nullable EntryFigures of(Dht dht, int entered) {
        if (entered > MOST) {
            return null;
        }
        int withFailures = 0;
        Instant next = null;
        Receipt last = null;
        for (List<Receipt> page = page(dht, null); !page.isEmpty(); page = page(dht, last)) {
            for (Receipt receipt : page) {
                withFailures += receipt.failures().isEmpty() ? 0 : 1;
                next = next == null || receipt.renewAt().isBefore(next) ? receipt.renewAt() : next;
                last = receipt;
            }
        }
        return new EntryFigures(withFailures, next);
    }

    /** Those that follow on one. */
    private static List<Receipt> page(Dht dht, @Nullable Receipt last) {
        List<Receipt> page = dht.entries(last == null ? Id.ZERO : last.id(), PAGE + 1);
        return last != null && !page.isEmpty() && page.get(0).id().equals(last.id())
                ? page.subList(1, page.size())
                : page;
    }
}
