package dev.dht.virtual;

import dev.dht.foreign.ForeignNetwork;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.node.NodeSettings;
import dev.dht.node.Scratch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of ours, and foreign peers if wanted, over a network with delay and loss, in virtual time: the same seed gives
 * the same run. A datagram takes 20 to 120 ms.
 */
public final class VirtualNetwork {
    public static final long MILLISECOND = 1_000_000L;
    public static final long SECOND = 1_000 * MILLISECOND;
    public static final long MINUTE = 60 * SECOND;
    private static final long WALL_EPOCH = 1_700_000_000_000L;

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final SplittableRandom random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<Endpoint, Host> hosts = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private @Nullable ForeignNetwork foreign;
    private double loss;
    private long now;
    private long order;
    private long datagrams;

    public VirtualNetwork(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Datagrams get lost with this probability from now on. */
    public VirtualNetwork loss(double probability) {
        loss = probability;
        return this;
    }

    /** These peers are reached at their own addresses. */
    public VirtualNetwork with(ForeignNetwork peers) {
        foreign = peers;
        return this;
    }

    /** One node of ours and what drives it. */
    public final class Host {
        public final Endpoint endpoint;
        public final Node node;
        private long wakeAt = Long.MAX_VALUE;
        private boolean up = true;
        private boolean online = true;
        private boolean asleep;
        private boolean blocked;

        private Host(Endpoint endpoint, Id id, NodeSettings settings) {
            this.endpoint = endpoint;
            node = new Node(
                    settings,
                    id,
                    random.split(),
                    random.split(),
                    (path, to, datagram) -> send(this, to, datagram),
                    Scratch.upTo(settings.bounds().datagram()),
                    now,
                    WALL_EPOCH + now / MILLISECOND);
            node.localAddresses(List.of(endpoint));
        }

        /** Does something with the node, as its driver would. */
        public void run(Runnable action) {
            action.run();
            wake();
        }

        private void wake() {
            long deadline = node.nextDeadline();
            if (deadline < wakeAt) {
                wakeAt = Math.max(now, deadline);
                long at = wakeAt;
                schedule(at, () -> {
                    if (up && !asleep && at == wakeAt) {
                        wakeAt = Long.MAX_VALUE;
                        node.advance(now);
                        wake();
                    }
                });
            }
        }

        /** From now on nothing reaches it and nothing happens in it. */
        public void kill() {
            up = false;
            hosts.remove(endpoint);
        }

        /** The machine sleeps: nothing arrives, and nothing happens in it. */
        public void sleep() {
            asleep = true;
        }

        /** It wakes up, and its driver notices. */
        public void wakeUp() {
            asleep = false;
            wakeAt = Long.MAX_VALUE;
            run(() -> node.resumed(now, WALL_EPOCH + now / MILLISECOND));
        }

        /** Whether its socket refuses to send. */
        public void blocked(boolean is) {
            blocked = is;
        }

        /** Whether its datagrams leave and arrive. */
        public void online(boolean is) {
            online = is;
        }
    }

    public Host add(int address, int port, Id id) {
        return add(address, port, id, NodeSettings.DEFAULT.withMemoryBits(1 << 14));
    }

    public Host add(int address, int port, Id id, NodeSettings settings) {
        Host host = new Host(Endpoint.v4(address, port), id, settings);
        hosts.put(host.endpoint, host);
        host.wake();
        return host;
    }

    public SplittableRandom random() {
        return random;
    }

    public long now() {
        return now;
    }

    public long datagrams() {
        return datagrams;
    }

    public List<String> violations() {
        return violations;
    }

    private boolean send(Host from, Endpoint to, ByteBuffer datagram) {
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(bytes);
        if (bytes.length > from.node.settings().bounds().datagram()) {
            violations.add("a datagram of " + bytes.length + " bytes");
        }
        if (from.blocked) {
            return false;
        }
        datagrams++;
        if (!from.online || random.nextDouble() < loss) {
            return true;
        }
        long delay = (20 + random.nextInt(100)) * MILLISECOND;
        schedule(now + delay, () -> deliver(from, to, bytes));
        return true;
    }

    private void deliver(Host from, Endpoint to, byte[] bytes) {
        Host host = hosts.get(to);
        if (host != null) {
            if (host.online && !host.asleep) {
                host.run(() -> host.node.receive(now, 0, from.endpoint, ByteBuffer.wrap(bytes)));
            }
            return;
        }
        if (foreign == null) {
            return;
        }
        byte[] reply =
                foreign.deliver(now, from.endpoint.address(), from.endpoint.port(), to.address(), to.port(), bytes);
        if (reply != null && random.nextDouble() >= loss) {
            datagrams++;
            long delay = (20 + random.nextInt(100)) * MILLISECOND;
            schedule(now + delay, () -> {
                if (hosts.get(from.endpoint) == from && from.online) {
                    from.run(() -> from.node.receive(now, 0, to, ByteBuffer.wrap(reply)));
                }
            });
        }
    }

    public void schedule(long at, Runnable action) {
        events.add(new Event(at, order++, action));
    }

    /** Lets time pass until something holds, or the span is over; whether it holds. */
    public boolean runUntil(BooleanSupplier holds, long span) {
        long end = now + span;
        while (!holds.getAsBoolean()) {
            Event next = events.peek();
            if (next == null || next.at > end) {
                now = end;
                return holds.getAsBoolean();
            }
            events.remove();
            now = Math.max(now, next.at);
            next.action.run();
        }
        return true;
    }

    /** Lets time pass. */
    public void run(long span) {
        runUntil(() -> false, span);
    }
}
