package dev.dht.app.share;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gets some pieces of a file from some holders, several at once. They are written in their order; what comes early
 * waits in memory, and no more than {@link #WINDOW} pieces are there or asked for. A piece that a holder does not give
 * is asked of another.
 */
final class Transfer {
    private static final int THREADS = 8;
    private static final int WINDOW = 16;
    private static final int PATIENCE = 2;

    private final PartFile part;
    private final Pieces pieces;
    private final Progress progress;
    private final TreeSet<Integer> toAsk;
    private final TreeSet<Integer> toWrite;
    private final Map<Integer, byte[]> early = new HashMap<>();
    private final Map<Integer, Holder> givers = new HashMap<>();
    private final Deque<Holder> reserve;
    private final Map<Holder, String> dropped = new HashMap<>();
    private final Set<Holder> contradicted = new HashSet<>();
    private int asked;
    private int working;
    private long came;
    private @Nullable IOException broken;

    /** Told how far it is. */
    interface Progress {
        /** So many bytes of what was wanted are written, while so many holders are asked. */
        void at(long came, int holders);
    }

    Transfer(PartFile part, Pieces pieces, Set<Integer> wanted, Collection<Holder> holders, Progress progress) {
        this.part = part;
        this.pieces = pieces;
        this.progress = progress;
        toAsk = new TreeSet<>(wanted);
        toWrite = new TreeSet<>(wanted);
        reserve = new ArrayDeque<>(holders);
    }

    /**
     * Does it.
     *
     * @return whether all came
     * @throws IOException if it could not be written
     */
    boolean run() throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        int count = Math.min(Math.min(THREADS, reserve.size()), toWrite.size());
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::work, "dht-fetch");
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        synchronized (this) {
            if (broken != null) {
                throw broken;
            }
            return toWrite.isEmpty();
        }
    }

    /** Who gave up or was refused, and why. */
    synchronized Map<Holder, String> dropped() {
        return Map.copyOf(dropped);
    }

    /** Who had given other bytes than those that came now. */
    synchronized Set<Holder> contradicted() {
        return Set.copyOf(contradicted);
    }

    private void work() {
        for (Holder holder = next(); holder != null; holder = next()) {
            askAll(holder);
            synchronized (this) {
                working--;
            }
        }
    }

    private synchronized @Nullable Holder next() {
        if (toWrite.isEmpty() || broken != null) {
            return null;
        }
        Holder holder = reserve.poll();
        working += holder == null ? 0 : 1;
        return holder;
    }

    private void askAll(Holder holder) {
        int failures = 0;
        for (int piece = take(); piece >= 0; piece = take()) {
            try {
                byte[] bytes = holder.piece(pieces.first(piece), pieces.length(piece), pieces.size());
                came(piece, bytes, holder);
                failures = 0;
            } catch (IOException e) {
                failures = e instanceof RefusedHolderException ? PATIENCE : failures + 1;
                failed(piece, holder, failures >= PATIENCE ? Reasons.of(e) : null);
                if (failures >= PATIENCE) {
                    return;
                }
            }
        }
    }

    /** A piece to ask for, as soon as there is one; -1 when there will be none. */
    private synchronized int take() {
        try {
            while (!toWrite.isEmpty() && broken == null) {
                if (!toAsk.isEmpty()) {
                    int piece = toAsk.first();
                    if (piece == toWrite.first() || asked + early.size() < WINDOW) {
                        toAsk.remove(piece);
                        asked++;
                        return piece;
                    }
                }
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return -1;
    }

    private synchronized void came(int piece, byte[] bytes, Holder holder) {
        asked--;
        early.put(piece, bytes);
        givers.put(piece, holder);
        try {
            while (broken == null && !toWrite.isEmpty() && early.containsKey(toWrite.first())) {
                write(toWrite.first());
            }
        } catch (IOException e) {
            broken = e;
        }
        notifyAll();
    }

    private void write(int piece) throws IOException {
        byte[] bytes = early.remove(piece);
        Holder holder = givers.remove(piece);
        if (bytes == null || holder == null) {
            throw new IllegalStateException("a piece that did not come is not written");
        }
        Holder before = pieces.giver(piece);
        if (before != null && !Arrays.equals(bytes, part.read(pieces.first(piece), bytes.length))) {
            contradicted.add(before);
        }
        part.write(pieces.first(piece), bytes);
        pieces.given(piece, holder);
        toWrite.remove(piece);
        came += bytes.length;
        progress.at(came, working);
    }

    private synchronized void failed(int piece, Holder holder, @Nullable String dropFor) {
        asked--;
        toAsk.add(piece);
        if (dropFor != null) {
            dropped.put(holder, dropFor);
        }
        notifyAll();
    }
}
