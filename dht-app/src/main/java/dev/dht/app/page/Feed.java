package dev.dht.app.page;

import dev.dht.app.http.Events;
import dev.dht.app.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all open pages are told. While there is one, a thread asks the sources once a second and writes what they say as
 * events, once, whoever listens: a hundred pages cost the node what one does. Nothing is queued for a page that reads
 * slowly; it is told what is so by then.
 */
final class Feed {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private static final String FAILED = "what pages show cannot be had";
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);
    /** All are told within this time, one after another: what a hundred threads do at once the node waits for. */
    private static final long SPREAD = PERIOD / 2;
    /** The time from one to the next at most. */
    private static final long APART = TimeUnit.MILLISECONDS.toNanos(5);

    /**
     * One part.
     *
     * @param version other than before where the part is; a stream sends what it has not sent
     * @param bytes the event as it is sent
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by hand
    record Event(long version, byte[] bytes) {}

    /**
     * Everything at one moment.
     *
     * @param tick how many there have been, this one counted
     * @param events by the name of the part
     * @param failure why there is nothing; null if there is
     */
    record Snapshot(
            long tick, Map<String, Event> events, @Nullable RuntimeException failure) {}

    private final List<PageSource> sources;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition taken = lock.newCondition();
    private final Condition left = lock.newCondition();
    private final Set<FeedStream> streams = new HashSet<>();
    private Snapshot last = new Snapshot(0, Map.of(), null);
    private long takenAt;
    private boolean running;

    Feed(List<PageSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** From now on a stream listens; the tick after which it may be told. */
    long enter(FeedStream stream) {
        lock.lock();
        try {
            streams.add(stream);
            if (!running) {
                Thread thread = new Thread(this::run, "dht-page-feed");
                thread.setDaemon(true);
                thread.start();
                running = true;
            }
            boolean fresh = last.tick > 0 && last.failure == null && System.nanoTime() - takenAt < PERIOD;
            return fresh ? last.tick - 1 : last.tick;
        } finally {
            lock.unlock();
        }
    }

    void leave(FeedStream stream) {
        lock.lock();
        try {
            streams.remove(stream);
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a snapshot later than a tick.
     *
     * @throws RuntimeException what a source threw
     */
    Snapshot after(long tick) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (last.tick <= tick) {
                taken.await();
            }
            if (last.failure != null) {
                throw last.failure;
            }
            return last;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean isOver = false;
        try {
            while (isDue()) {
                long now = System.nanoTime();
                tell(now, take(last));
            }
            isOver = true;
        } finally {
            if (!isOver) {
                giveUp();
            }
        }
    }

    private void tell(long now, Snapshot next) {
        int waiting = put(now, next);
        for (int i = 0; i < waiting; i++) {
            tellOne();
            LockSupport.parkNanos(Math.min(APART, SPREAD / waiting));
        }
    }

    /** There is something new; how many wait for it. */
    private int put(long now, Snapshot next) {
        lock.lock();
        try {
            last = next;
            takenAt = now;
            streams.forEach(stream -> stream.endIfStalled(now));
            return lock.getWaitQueueLength(taken);
        } finally {
            lock.unlock();
        }
    }

    private void tellOne() {
        lock.lock();
        try {
            taken.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The thread ends where it should not, as without memory: who listens is told, and the next to come begins anew. */
    private void giveUp() {
        lock.lock();
        try {
            running = false;
            last = new Snapshot(last.tick + 1, Map.of(), new IllegalStateException(FAILED));
            taken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a second has passed since the last snapshot; false, and over, if nobody listens any more. */
    private boolean isDue() {
        lock.lock();
        try {
            while (!streams.isEmpty()) {
                long wait = last.tick == 0 ? 0 : takenAt + PERIOD - System.nanoTime();
                if (wait <= 0) {
                    return true;
                }
                left.awaitNanos(wait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running &= !streams.isEmpty();
            lock.unlock();
        }
        return false;
    }

    private Snapshot take(Snapshot before) {
        long tick = before.tick + 1;
        try {
            Map<String, Event> events = new LinkedHashMap<>();
            for (PageSource source : sources) {
                source.parts().forEach((name, document) -> {
                    byte[] bytes = Events.event(name, Json.text(document)).getBytes(StandardCharsets.UTF_8);
                    Event old = before.events.get(name);
                    events.put(name, old != null && Arrays.equals(old.bytes, bytes) ? old : new Event(tick, bytes));
                });
            }
            return new Snapshot(tick, events, null);
        } catch (RuntimeException e) {
            return new Snapshot(tick, Map.of(), e);
        } catch (Error e) {
            // Who listens waits for this thread: it ends the streams, and asks again for those who open anew.
            LOG.warn(FAILED, e);
            return new Snapshot(tick, Map.of(), new IllegalStateException(FAILED, e));
        }
    }

    /** What of a snapshot a stream has not sent; noted as sent. */
    static List<byte[]> news(Snapshot snapshot, Map<String, Long> sent) {
        List<byte[]> news = new ArrayList<>();
        Map<String, Long> versions = new HashMap<>();
        snapshot.events.forEach((name, event) -> {
            versions.put(name, event.version);
            if (!sent.getOrDefault(name, 0L).equals(event.version)) {
                news.add(event.bytes);
            }
        });
        sent.putAll(versions);
        return news;
    }
}
