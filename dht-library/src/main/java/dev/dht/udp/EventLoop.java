package dev.dht.udp;

import dev.dht.api.DhtException;
import dev.dht.api.DhtException.Reason;
import dev.dht.id.Endpoint;
import dev.dht.node.Node;
import dev.dht.node.Reply;
import dev.dht.node.Verbs.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

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

    private static final System.Logger LOG = System.getLogger("dev.dht.udp");

    private final Transport transport;
    private final LoopClock clock;
    private final Node node;
    private final LongConsumer eachTurn;
    private final Thread thread;
    private final Queue<Handed<?>> handed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean asleep;
    private volatile boolean closing;
    private volatile boolean over;
    private long chores = Long.MAX_VALUE;

    private record Handed<T>(Call<T> call, CompletableFuture<T> future) {}

    /**
     * A loop that does not run yet.
     *
     * @param eachTurn called on the loop's thread when {@link #wakeAt} has come, with the time
     */
    public EventLoop(Transport transport, LoopClock clock, Node node, String name, LongConsumer eachTurn) {
        this.transport = transport;
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

    private void run() {
        try {
            long wait = 0;
            while (!closing) {
                transport.poll(wait, this::received);
                if (clock.turned(wait)) {
                    guarded(() -> node.resumed(clock.now(), clock.wallMillis()));
                }
                turn();
                wait = timeToWait();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the node ends: its socket failed: " + e.getMessage());
        } finally {
            node.close(clock.now());
            over = true;
            refuseAll();
            transport.close();
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
        try {
            next.call.on(node, clock.now(), new Completing<>(next.future));
        } catch (RuntimeException e) {
            next.future.completeExceptionally(e);
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
        LOG.log(System.Logger.Level.ERROR, "a fault in the node; please report it", e);
    }

    private void refuseAll() {
        for (Handed<?> next = handed.poll(); next != null; next = handed.poll()) {
            next.future.completeExceptionally(new DhtException(Reason.CLOSED, "the node is closed"));
        }
    }

    private record Completing<T>(CompletableFuture<T> future) implements Reply<T> {
        @Override
        public void done(T value) {
            future.complete(value);
        }

        @Override
        public void failed(DhtException why) {
            future.completeExceptionally(why);
        }
    }
}
