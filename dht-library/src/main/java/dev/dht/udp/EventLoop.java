package dev.dht.udp;

import dev.dht.api.DhtException.Reason;
import dev.dht.id.Endpoint;
import dev.dht.node.Node;
import dev.dht.node.Verbs.Call;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Drives one node: one thread that receives, answers and sends, and between does what other threads handed over and
 * what is due. Nothing else runs on it; whoever has code to run elsewhere is told by a future.
 */
public final class EventLoop {
    /** How many calls are done before the socket is looked at again. */
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
    private final Calls calls;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final long pause;
    private long chores = Long.MAX_VALUE;
    private int failures;
    private @Nullable Long warnedAt;

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
        this.calls = new Calls(transport::wakeup, EventLoop::fault);
        this.thread = new Thread(this::run, name);
    }

    /** Starts the thread. A node that runs keeps its process alive. */
    public void start() {
        thread.start();
    }

    /** Hands a call over; from any thread. The future completes on the loop's thread, or here if the call is refused. */
    public <T> CompletableFuture<T> submit(Call<T> call) {
        return calls.submit(call);
    }

    /** How many calls were refused because too many waited; from any thread. */
    public long refusedCalls() {
        return calls.refused();
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
        calls.close();
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
            while (!calls.isClosed()) {
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
        lastly(calls::close);
        lastly(() -> node.close(clock.now()));
        lastly(calls::failAll);
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
        if (datagram.remaining() > Transport.LONGEST) {
            // Nothing of it is read, lest its beginning be taken for the whole; the node counts an empty one and drops
            // it.
            datagram.limit(datagram.position());
        }
        try {
            node.receive(clock.now(), 0, from, datagram);
        } catch (RuntimeException e) {
            fault(e);
        }
    }

    private void turn() {
        calls.perform(CALLS_A_TURN, node, clock::now);
        long now = clock.now();
        if (node.nextDeadline() <= now) {
            guarded(() -> node.advance(now));
        }
        if (chores <= now) {
            chores = Long.MAX_VALUE;
            guarded(() -> eachTurn.accept(now));
        }
    }

    private long timeToWait() {
        if (!calls.mayRest()) {
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
}
