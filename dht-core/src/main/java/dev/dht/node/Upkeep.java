package dev.dht.node;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.query.Asker;
import dev.dht.query.Query;
import dev.dht.query.Question;
import dev.dht.routing.Table;
import dev.dht.wire.Packet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * Keeps the table alive: joins the network (Kademlia §2.3: looks up its own id, then refreshes every bucket), asks
 * contacts whether they are there, takes in who asks, refreshes idle buckets, and asks the bootstrap endpoints
 * until one has answered, again when it knows nobody good, and now and then while it knows few: two nodes that know only
 * each other would else stay an island.
 */
final class Upkeep implements Inquiry.Neighbourhood {
    /** Contacts being asked whether they are there. */
    static final int CHECKS = 8;
    /** Nodes that asked us being asked back, so that they may enter the table. */
    static final int NEWCOMERS = 32;
    /** The first repetition of a bootstrap that nobody answered; each further one waits twice as long. */
    static final long FIRST_RETRY = 1_000_000_000L;
    /** The longest wait between repetitions. */
    static final long LAST_RETRY = 60_000_000_000L;
    /** A node that knows few asks its bootstrap as often, in nanoseconds. */
    static final long ASK_AGAIN_EVERY = 600_000_000_000L;
    /** A node that joined looks itself up once more after as long: others may have joined at the same moment. */
    static final long LOOK_AROUND_AFTER = 3_000_000_000L;
    /** A node that joined joins once more after as long: others may have joined in the same minute. */
    static final long JOIN_AGAIN_AFTER = 60_000_000_000L;
    /** Contacts of a settled table answered within as long, in nanoseconds: 11 minutes, after which the first would be asked. */
    static final long SETTLED_WITHIN = 660_000_000_000L;
    /** Bootstrap endpoints asked in one go. */
    static final int BOOTSTRAPS = 16;

    private final Id self;
    private final Table table;
    private final Inquiry inquiry;
    private final Counters counters;
    private final RandomGenerator choices;
    /** Whether contacts are asked whether they are there, and buckets refreshed. */
    private final boolean maintenance;
    /** Makes and starts a look-up for contacts. */
    private final Lookups.Starter lookup;
    /** Told when somebody is there who was not. */
    private final LongConsumer newNeighbour;

    private final Deque<Id> refreshes = new ArrayDeque<>(2);
    private final List<Runnable> whenReady = new ArrayList<>(1);
    private List<Endpoint> bootstrap = List.of();
    private int checks;
    private int newcomers;
    private boolean refreshing;
    private boolean alone = true;
    private long bootstrapAt = Long.MAX_VALUE;
    private long bootstrapRetry = FIRST_RETRY;
    /** Whether a bootstrap endpoint has answered since this node was alone. */
    private boolean introduced;

    private boolean joining;
    private long joinedAt = Long.MIN_VALUE;
    private long lookAroundAt = Long.MAX_VALUE;
    private long joinAgainAt = Long.MAX_VALUE;

    Upkeep(
            Id self,
            Table table,
            Inquiry inquiry,
            Counters counters,
            RandomGenerator choices,
            boolean maintenance,
            Lookups.Starter lookup,
            LongConsumer newNeighbour) {
        this.self = self;
        this.table = table;
        this.inquiry = inquiry;
        this.counters = counters;
        this.choices = choices;
        this.maintenance = maintenance;
        this.lookup = lookup;
        this.newNeighbour = newNeighbour;
    }

    // What happens

    private void introductions(List<Endpoint> endpoints) {
        bootstrap = endpoints.stream()
                .filter(e -> e.isV4() && e.isUnicast())
                .distinct()
                .toList();
    }

    /** Whom to ask until one has answered, and whenever nobody good is known. */
    void bootstrap(long now, List<Endpoint> endpoints) {
        introductions(endpoints);
        bootstrapRetry = FIRST_RETRY;
        introduced = false;
        bootstrapAt = bootstrap.isEmpty() ? Long.MAX_VALUE : now;
    }

    /** Fills the table as that of a node that has long been there, and was introduced by these endpoints. */
    void settle(long now, List<Endpoint> endpoints, List<Contact> contacts, ToLongFunction<Contact> roundTrip) {
        introductions(endpoints);
        contacts.forEach(c -> table.settle(now - choices.nextLong(SETTLED_WITHIN), c, roundTrip.applyAsLong(c)));
        table.spreadRefreshes(now);
        alone = false;
        strangers().beginAgain(now);
        introduced = true;
        bootstrapAt = bootstrap.isEmpty() ? Long.MAX_VALUE : now + choices.nextLong(ASK_AGAIN_EVERY);
    }

    /** Runs when a good contact is known. */
    void whenReady(Runnable action) {
        if (alone) {
            whenReady.add(action);
        } else {
            action.run();
        }
    }

    boolean isAlone() {
        return alone;
    }

    /** Who asked this node although it had sent them nothing. */
    Strangers strangers() {
        return inquiry.strangers();
    }

    @Override
    public void added(long now, Contact contact) {
        newNeighbour.accept(now);
    }

    @Override
    public void alive(long now) {
        if (!alone || !table.hasGood(now)) {
            return;
        }
        alone = false;
        strangers().beginAgain(now);
        join(now);
        joinAgain(now);
        whenReady.forEach(Runnable::run);
        whenReady.clear();
        newNeighbour.accept(now);
    }

    @Override
    public void silent(long now) {
        if (!alone && !table.hasGood(now)) {
            alone = true;
            introduced = false;
            bootstrapRetry = FIRST_RETRY;
            bootstrapAt = bootstrap.isEmpty() ? Long.MAX_VALUE : now;
        }
    }

    /** The machine slept, and may be in another network now. */
    void resumed(long now) {
        strangers().beginAgain(now);
        if (!alone) {
            join(now);
        }
    }

    /** Looks up its own id, then refreshes every bucket. */
    private void join(long now) {
        if (joining) {
            return;
        }
        joining = true;
        joinedAt = now;
        lookup.start(now, self, (at, run, why) -> {
            joining = false;
            refreshes.clear();
            List<Id> ids = table.randomIdsInBuckets();
            refreshes.addAll(ids.subList(0, ids.size() - 1));
        });
    }

    /** Looks up its own id once more; never beside another look-up of it. */
    private void lookAround(long now) {
        lookAroundAt = joining ? now + LOOK_AROUND_AFTER : Long.MAX_VALUE;
        if (!joining) {
            joining = true;
            lookup.start(now, self, (at, run, why) -> joining = false);
        }
    }

    private void joinAgain(long now) {
        lookAroundAt = now + LOOK_AROUND_AFTER + choices.nextLong(LOOK_AROUND_AFTER / 4);
        joinAgainAt = now + JOIN_AGAIN_AFTER + choices.nextLong(JOIN_AGAIN_AFTER / 4);
    }

    /** A node that is not in the table asked us. If it would be taken in, it is asked whether it is there; whether it was. */
    boolean newcomer(long now, Packet query, Endpoint from) {
        long a = query.senderWord(0);
        long b = query.senderWord(1);
        long c = query.senderWord(2);
        long d = query.senderWord(3);
        if (!from.isUnicast() || !table.wouldTake(now, a, b, c, d, from)) {
            return false;
        }
        if (newcomers >= NEWCOMERS) {
            counters.add(Counter.BOUND_NEWCOMERS);
            return false;
        }
        boolean isAsked =
                inquiry.ask(now, from, Id.of(a, b, c, d), false, Question.ping(), new Ended(() -> newcomers--));
        newcomers += isAsked ? 1 : 0;
        return isAsked;
    }

    // What is due

    /** Asks whom it is time to ask. */
    void pump(long now) {
        while (maintenance && checks < CHECKS) {
            Contact contact = table.pollCheck(now);
            if (contact == null) {
                break;
            }
            counters.add(Counter.CHECKS);
            if (inquiry.ask(now, contact.endpoint(), contact.id(), false, Question.ping(), new Ended(() -> checks--))) {
                checks++;
            }
        }
        if (now >= bootstrapAt) {
            askBootstrap(now);
        }
        if (now >= lookAroundAt) {
            lookAround(now);
        }
        if (now >= joinAgainAt) {
            joinAgainAt = Long.MAX_VALUE;
            join(now);
        }
        refresh(now);
    }

    private void refresh(long now) {
        if (refreshing || alone) {
            return;
        }
        Id target = !refreshes.isEmpty() ? refreshes.remove() : maintenance ? table.pollRefresh(now) : null;
        if (target != null) {
            counters.add(Counter.REFRESHES);
            refreshing = true;
            lookup.start(now, target, (at, run, why) -> refreshing = false);
        }
    }

    private void askBootstrap(long now) {
        if (introduced && !alone) {
            bootstrapAt = now + ASK_AGAIN_EVERY + choices.nextLong(ASK_AGAIN_EVERY / 4);
            if (table.size() >= Table.K) {
                return;
            }
        } else {
            bootstrapAt = now + bootstrapRetry + choices.nextLong(bootstrapRetry / 4);
            bootstrapRetry = Math.min(LAST_RETRY, 2 * bootstrapRetry);
        }
        counters.add(Counter.BOOTSTRAPS);
        for (int i = 0; i < Math.min(BOOTSTRAPS, bootstrap.size()); i++) {
            // More than are asked in one go: others each time.
            int at = bootstrap.size() <= BOOTSTRAPS ? i : choices.nextInt(bootstrap.size());
            inquiry.ask(now, bootstrap.get(at), null, false, Question.findNode(self), new Introduction());
        }
    }

    /** A bootstrap endpoint answered: the table knows it, and by it this node gets to know the others. */
    private void introduced(long now) {
        if (!introduced) {
            introduced = true;
            bootstrapRetry = FIRST_RETRY;
            bootstrapAt = now + ASK_AGAIN_EVERY + choices.nextLong(ASK_AGAIN_EVERY / 4);
            if (joinedAt != now) {
                join(now);
                joinAgain(now);
            }
        }
    }

    /** When {@link #pump} has something to do by itself. */
    long nextDeadline() {
        boolean mayRefresh = !refreshing && !alone;
        if (mayRefresh && !refreshes.isEmpty()) {
            return Long.MIN_VALUE;
        }
        long next = Math.min(bootstrapAt, Math.min(lookAroundAt, joinAgainAt));
        if (maintenance && !alone) {
            next = Math.min(next, strangers().nextDeadline());
        }
        if (maintenance && checks < CHECKS) {
            next = Math.min(next, table.nextCheck());
        }
        return mayRefresh && maintenance ? Math.min(next, table.nextRefresh()) : next;
    }

    private final class Introduction implements Asker {
        @Override
        public void answered(long now, Query query, Packet answer) {
            introduced(now);
        }

        @Override
        public void failed(long now, Query query, Failure failure) {}
    }

    /** Asked only so that the table hears of the answer. */
    private record Ended(Runnable whenOver) implements Asker {
        @Override
        public void answered(long now, Query query, Packet answer) {
            whenOver.run();
        }

        @Override
        public void failed(long now, Query query, Failure failure) {
            whenOver.run();
        }
    }
}
