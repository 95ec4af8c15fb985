package dev.dht.app.share;

import dev.dht.app.text.Wording;
import dev.dht.id.Id;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fetches a file by its SHA-256 from those who are said to serve it, and trusts none of them: it appears under its name
 * when its bytes are right. Where they are not, one holder after another is asked for what it did not give, until the
 * whole is right or it is plain that this one lies; whom the right bytes contradict lied too.
 */
public final class Fetch {
    private static final int MOST_HOLDERS = 64;
    private static final String LIES = "it lies: what it gave is not of this SHA-256";

    private final Id id;
    private final Path target;
    private final Watcher watcher;
    private final Map<String, String> skipped = new LinkedHashMap<>();
    /** Who had given other bytes than came last: they lied, if the whole is right now. */
    private Set<Holder> contradicted = Set.of();

    /** Told what happens. */
    public interface Watcher {
        /** So many bytes are there, from so many holders at once. */
        void progress(long bytes, long size, int holders);

        /** All bytes are there; whether they are right takes a while to know. */
        void hashing(long size);

        /** They were wrong; so many of those that others gave came again from this holder alone. */
        void again(String holder, long bytes, long size);

        /** A holder is not asked any more. */
        void skipped(String holder, String reason);
    }

    /** A fetch of {@code id} into a file that is not there yet. */
    public Fetch(Id id, Path target, Watcher watcher) {
        this.id = id;
        this.target = target;
        this.watcher = watcher;
    }

    /**
     * Fetches it.
     *
     * @throws FetchException if nobody gave it, or it could not be written
     */
    public FetchReport from(Collection<InetSocketAddress> endpoints) throws FetchException, InterruptedException {
        List<Holder> holders = endpoints.stream()
                .limit(MOST_HOLDERS)
                .map(endpoint -> new Holder(endpoint, id))
                .toList();
        try (PartFile part = PartFile.open(target)) {
            try {
                return fetch(part, holders);
            } catch (IOException e) {
                throw new FetchException(part + " cannot be written: " + Reasons.of(e), e);
            }
        } catch (IOException e) {
            throw new FetchException(target + " cannot be written: " + Reasons.of(e), e);
        }
    }

    private FetchReport fetch(PartFile part, List<Holder> holders)
            throws IOException, FetchException, InterruptedException {
        Map<Long, List<Holder>> bySize = sizes(holders);
        List<Long> sizes = new ArrayList<>(bySize.keySet());
        // Who lies about the length is seldom in the majority.
        sizes.sort(Comparator.comparing((Long size) -> -holdersOf(bySize, size).size()));
        boolean anyLeft = false;
        String noRoom = "";
        for (long size : sizes) {
            List<Holder> claim = holdersOf(bySize, size);
            long room = part.room() + part.length();
            if (size > room || size / Pieces.BYTES >= Integer.MAX_VALUE) {
                noRoom = "; " + claim.get(0) + " says it has " + Wording.count(size)
                        + " bytes, and the disk has room for " + Wording.count(room);
                continue;
            }
            long resumed = resume(part, size);
            Pieces pieces = new Pieces(size, resumed);
            if (attempt(part, pieces, claim)) {
                contradicted.forEach(holder -> skip(holder, LIES));
                bySize.forEach((other, liars) -> liars.forEach(liar -> {
                    if (other != size) {
                        skip(liar, "it lies about the length");
                    }
                }));
                part.finish();
                List<String> givers = claim.stream()
                        // Of an empty file nobody gives a piece: they said how long it is, which is all of it.
                        .filter(holder -> size == 0 || pieces.givenBy(holder) > 0)
                        .map(Holder::toString)
                        .toList();
                return new FetchReport(size, resumed, givers, skipped);
            }
            anyLeft |=
                    pieces.bytes() > 0 && !claim.stream().allMatch(each -> LIES.equals(skipped.get(each.toString())));
        }
        if (!anyLeft) {
            part.discard();
        }
        throw new FetchException("nobody gave " + id.hex() + noRoom
                + (anyLeft ? "; what came is kept in " + part + " for the next try" : ""));
    }

    private static List<Holder> holdersOf(Map<Long, List<Holder>> bySize, long size) {
        return bySize.getOrDefault(size, List.of());
    }

    private static long resume(PartFile part, long size) throws IOException {
        long length = part.length();
        long good = length == size ? size : length > size ? 0 : length / Pieces.BYTES * Pieces.BYTES;
        part.cut(good);
        return good;
    }

    /** Whether the right bytes are there now. */
    private boolean attempt(PartFile part, Pieces pieces, List<Holder> holders)
            throws IOException, InterruptedException {
        List<Holder> alive = new ArrayList<>(holders);
        if (!transfer(
                part,
                pieces,
                pieces.missing(),
                alive,
                (came, working) -> watcher.progress(pieces.bytes(), pieces.size(), working))) {
            return false;
        }
        if (isRight(part, pieces)) {
            return true;
        }
        alive.sort(Comparator.comparing((Holder holder) -> -pieces.givenBy(holder)));
        for (Holder holder : List.copyOf(alive)) {
            Set<Integer> others = pieces.notFrom(holder);
            long size = others.stream().mapToLong(pieces::length).sum();
            if (!transfer(
                    part,
                    pieces,
                    others,
                    new ArrayList<>(List.of(holder)),
                    (came, working) -> watcher.again(holder.toString(), came, size))) {
                continue;
            }
            if (!others.isEmpty() && isRight(part, pieces)) {
                return true;
            }
            skip(holder, LIES);
        }
        return false;
    }

    private boolean isRight(PartFile part, Pieces pieces) throws IOException {
        watcher.hashing(pieces.size());
        return part.hash().equals(id);
    }

    /** Whether all came. Who did not give what was asked is left out of {@code holders}; who lied before is named. */
    private boolean transfer(
            PartFile part, Pieces pieces, Set<Integer> wanted, List<Holder> holders, Transfer.Progress progress)
            throws IOException, InterruptedException {
        Transfer transfer = new Transfer(part, pieces, wanted, holders, progress);
        boolean whole = transfer.run();
        transfer.dropped().forEach(this::skip);
        holders.removeAll(transfer.dropped().keySet());
        contradicted = transfer.contradicted();
        return whole;
    }

    private Map<Long, List<Holder>> sizes(List<Holder> holders) throws InterruptedException {
        Map<Long, List<Holder>> bySize = new LinkedHashMap<>();
        List<Thread> threads = new ArrayList<>();
        for (Holder holder : holders) {
            Thread thread = new Thread(() -> askSize(holder, bySize), "dht-fetch-size");
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return bySize;
    }

    private void askSize(Holder holder, Map<Long, List<Holder>> bySize) {
        try {
            long size = holder.size();
            synchronized (bySize) {
                bySize.computeIfAbsent(size, any -> new ArrayList<>()).add(holder);
            }
        } catch (IOException e) {
            synchronized (bySize) {
                skip(holder, Reasons.of(e));
            }
        }
    }

    private void skip(Holder holder, String reason) {
        if (skipped.putIfAbsent(holder.toString(), reason) == null) {
            watcher.skipped(holder.toString(), reason);
        }
    }
}
