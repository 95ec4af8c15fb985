package dev.dht.udp;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.id.Endpoint;
import dev.dht.node.Node;
import dev.dht.node.Reply;
import dev.dht.node.Verbs.Call;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Drives one node: one thread that receives, answers and sends, and between does what other threads handed over and
 * what is due. Nothing else runs on it; whoever has code to run elsewhere is told by a future.
 */
public final class EventLoop {
    /** How many calls other threads may have handed over that are not done yet. */
    static final int CALLS = 65_536;
    /** How many of them are done before the socket is looked at again. */
    private static final int CALLS_A_TURN = 256;
    /** A loop without deadlines turns once in a while, to see whether the machine slept: 15 minutes. */
    private static final long LONGEST_WAIT = 900_000_000_000L;

    /** The socket may fail as many times on end; then the node ends. */
    static final int FAILURES = 100;
    /** The pause after each failure: 100 milliseconds. */
    private static final long PAUSE = 100_000_000L;
    /** Failures of the socket are told as often at most. */
    private static final long WARN_EVERY = 60_000_000_000L;

    private static final System.Logger LOG = System.getLogger("dev.dht.udp");

    private final Transport transport;
    private final LoopClock clock;
    private final Node node;
    private final LongConsumer eachTurn;
    private final Thread thread;
    private final Queue<Handed<?>> handed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    /** What was handed over and begun, and has not come to its end; for the loop's thread. */
    private final Set<Completing<?>> unfinished = new HashSet<>();

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final long pause;
    private volatile boolean asleep;
    private volatile boolean closing;
    private volatile boolean over;
    private long chores = Long.MAX_VALUE;
    private int failures;
    private @Nullable Long warnedAt;

    private record Handed<T>(Call<T> call, CompletableFuture<T> future) {}

    /**
     * A loop that does not run yet.
     *
     * @param eachTurn called on the loop's thread when {@link #wakeAt} has come, with the time
     */
    public EventLoop(Transport transport, LoopClock clock, Node node, String name, LongConsumer eachTurn) {
        this(transport, clock, node, name, eachTurn, PAUSE);
    }

    /** The same with another pause after a failure of the socket, in nanoseconds; for tests. */
    EventLoop(Transport transport, LoopClock clock, Node node, String name, LongConsumer eachTurn, long pause) {
        this.transport = transport;
        this.pause = pause;
        this.clock = clock;
        this.node = node;
        this.eachTurn = eachTurn;
        this.thread = new Thread(this::run, name);
    }

    /** Starts the thread. A node that runs keeps its process alive. */
    public void start() {
        thread.start();
    }

    /** Hands a call over; from any thread. The future completes on the loop's thread. */
    public <T> CompletableFuture<T> submit(Call<T> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        if (waiting.incrementAndGet() > CALLS) {
            waiting.decrementAndGet();
            future.completeExceptionally(new DhtException(
                    Reason.BUSY, CALLS + " calls wait for the node already; wait for some of them first"));
            return future;
        }
        handed.add(new Handed<>(call, future));
        if (asleep) {
            transport.wakeup();
        }
        if (over) {
            refuseAll();
        }
        return future;
    }

    /** When {@code eachTurn} is called next; on the loop's thread, or before it starts. */
    public void wakeAt(long time) {
        chores = time;
    }

    /**
     * Ends the node and the thread: what is pending fails with {@link Reason#CLOSED}. Waits until that is done, unless
     * the loop's own thread calls.
     */
    public void close() {
        closing = true;
        transport.wakeup();
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Completes when the node has ended, on the loop's thread: what comes then must be short. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    private void run() {
        try {
            long wait = 0;
            while (!closing) {
                poll(wait);
                if (clock.turned(wait)) {
                    guarded(() -> node.resumed(clock.now(), clock.wallMillis()));
                }
                turn();
                wait = timeToWait();
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the node ends: its socket failed: " + e.getMessage());
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "the node ends: a fault that it cannot go on after; please report it", e);
        } finally {
            end();
        }
    }

    /** Fails when the socket has failed many times on end; until then each failure costs a short pause. */
    private void poll(long wait) throws IOException {
        try {
            transport.poll(wait, this::received);
            failures = 0;
        } catch (IOException e) {
            if (++failures >= FAILURES) {
                throw e;
            }
            long now = System.nanoTime();
            if (warnedAt == null || now - warnedAt >= WARN_EVERY) {
                warnedAt = now;
                LOG.log(Level.WARNING, "the node's socket failed and is tried again: " + e.getMessage());
            }
            LockSupport.parkNanos(pause);
        }
    }

    private void end() {
        lastly(() -> node.close(clock.now()));
        over = true;
        lastly(this::refuseAll);
        // Nothing is left here but after an error in the midst of a call.
        lastly(() -> List.copyOf(unfinished).forEach(reply -> reply.failed(closedFailure())));
        lastly(transport::close);
        ended.complete(null);
    }

    private static void lastly(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "a fault at the end of the node; please report it", e);
        }
    }

    private void received(Endpoint from, ByteBuffer datagram) {
        try {
            node.receive(clock.now(), 0, from, datagram);
        } catch (RuntimeException e) {
            fault(e);
        }
    }

    private void turn() {
        asleep = false;
        for (int i = 0; i < CALLS_A_TURN; i++) {
            Handed<?> next = handed.poll();
            if (next == null) {
                break;
            }
            waiting.decrementAndGet();
            perform(next);
        }
        long now = clock.now();
        if (node.nextDeadline() <= now) {
            guarded(() -> node.advance(now));
        }
        if (chores <= now) {
            chores = Long.MAX_VALUE;
            guarded(() -> eachTurn.accept(now));
        }
    }

    private <T> void perform(Handed<T> next) {
        Completing<T> reply = new Completing<>(next.future, unfinished);
        unfinished.add(reply);
        try {
            next.call.on(node, clock.now(), reply);
        } catch (RuntimeException e) {
            reply.failedWith(e);
            fault(e);
        }
    }

    private long timeToWait() {
        asleep = true;
        if (!handed.isEmpty()) {
            return 0;
        }
        long until = Math.min(node.nextDeadline(), chores);
        return Math.min(LONGEST_WAIT, Math.max(0, until - clock.now()));
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            fault(e);
        }
    }

    /** A fault of ours must not end the service: it is told, and the node goes on. */
    private static void fault(RuntimeException e) {
        LOG.log(Level.ERROR, "a fault in the node; please report it", e);
    }

    private void refuseAll() {
        for (Handed<?> next = handed.poll(); next != null; next = handed.poll()) {
            waiting.decrementAndGet();
            next.future.completeExceptionally(closedFailure());
        }
    }

    private static DhtException closedFailure() {
        return new DhtException(Reason.CLOSED, "the node is closed");
    }

    private static final class Completing<T> implements Reply<T> {
        private final CompletableFuture<T> future;
        private final Set<Completing<?>> unfinished;

        Completing(CompletableFuture<T> future, Set<Completing<?>> unfinished) {
            this.future = future;
            this.unfinished = unfinished;
        }

        @Override
        public void done(T value) {
            unfinished.remove(this);
            future.complete(value);
        }

        @Override
        public void failed(DhtException why) {
            failedWith(why);
        }

        void failedWith(RuntimeException why) {
            unfinished.remove(this);
            future.completeExceptionally(why);
        }
    }
}
