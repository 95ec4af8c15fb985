package dev.dht.node;

import dev.dht.api.DhtException;
import dev.dht.api.LookupStep.Outcome;
import dev.dht.id.Endpoint;
import dev.dht.id.Token;
import dev.dht.lookup.Candidate;
import dev.dht.lookup.Lookup.Step;
import dev.dht.publish.Audit;
import dev.dht.publish.Entry;
import dev.dht.publish.PublishSettings;
import dev.dht.publish.Publisher;
import dev.dht.publish.Reachable;
import dev.dht.publish.Task;
import dev.dht.publish.Wanted;
import dev.dht.query.Asker;
import dev.dht.query.Query;
import dev.dht.query.Question;
import dev.dht.wire.Kind;
import dev.dht.wire.Packet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes look-ups and queries of what the {@link Publisher} wants, and tells it what came of them. */
final class Publishing {
    /** How many look-ups one call begins; where nobody is known they end at once. */
    private static final int ROUNDS_AT_ONCE = 64;

    final Publisher publisher;
    private final Inquiry inquiry;
    private final OwnAddress address;
    private final Counters counters;
    private final Lookups lookups;
    /** Tasks whose endpoint has as many queries as it may; the publisher's own bound is theirs. */
    private final Deque<Task> held = new ArrayDeque<>(1);

    Publishing(Publisher publisher, Inquiry inquiry, OwnAddress address, Counters counters, Lookups lookups) {
        this.publisher = publisher;
        this.inquiry = inquiry;
        this.address = address;
        this.counters = counters;
        this.lookups = lookups;
    }

    /** Begins the look-ups and sends the queries that are due, as far as the bounds allow. */
    void pump(long now) {
        Wanted wanted = publisher.pollRound(now);
        for (int i = 1; wanted != null; i++) {
            counters.add(Counter.ENTRY_LOOKUPS);
            lookups.startForEntries(now, wanted, new Finding(wanted));
            // The others are still due: a driver calls again at once.
            wanted = i < ROUNDS_AT_ONCE ? publisher.pollRound(now) : null;
        }
        Entry audited = publisher.pollAudit(now);
        if (audited != null) {
            counters.add(Counter.ENTRY_AUDITS);
            lookups.startAsStranger(now, audited.id(), new Auditing(audited));
        }
        for (Iterator<Task> tasks = held.iterator(); tasks.hasNext(); ) {
            if (send(now, tasks.next())) {
                tasks.remove();
            }
        }
        for (Task task = publisher.pollTask(now); task != null; task = publisher.pollTask(now)) {
            if (!send(now, task)) {
                held.add(task);
            }
        }
        counters.add(Counter.ENTRY_RENEWALS_LATE, publisher.pollLate());
    }

    /** Finds the nodes that are to hold an entry, and tells of those that are likely to before it has found all. */
    private final class Finding implements LookupRun.Listener {
        private final Wanted wanted;

        Finding(Wanted wanted) {
            this.wanted = wanted;
        }

        @Override
        public void progressed(long now, LookupRun run) {
            if (wanted.isHurried()) {
                publisher.likely(now, wanted, reachable(run.lookup().likely()));
            }
        }

        @Override
        public void ended(long now, LookupRun run, @Nullable DhtException why) {
            List<Reachable> nodes = why == null ? reachable(run.lookup().answered()) : List.of();
            publisher.found(now, wanted, nodes, why == null && run.isWhole());
        }
    }

    private static List<Reachable> reachable(List<Candidate> candidates) {
        List<Reachable> nodes = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Token token = candidate.token();
            if (token != null) {
                nodes.add(new Reachable(candidate.contact(), token));
            }
        }
        return nodes;
    }

    /** Whether the task is off our hands: sent, or not needed any more. */
    private boolean send(long now, Task task) {
        if (task.entry().isDeleted()) {
            publisher.notSent(now, task);
            return true;
        }
        if (!inquiry.mayAsk(task.contact().endpoint())) {
            return false;
        }
        Token token = task.token();
        Question question = token != null
                ? Question.store(token.bits(), task.entry().id(), task.entry().port())
                : Question.findValue(task.entry().id());
        counters.add(token != null ? Counter.ENTRY_STORES : Counter.ENTRY_CHECKS);
        return inquiry.ask(now, task.contact().endpoint(), task.contact().id(), false, question, new Told(task));
    }

    private final class Told implements Asker {
        private final Task task;

        Told(Task task) {
            this.task = task;
        }

        @Override
        public void answered(long now, Query query, Packet answer) {
            if (task.isStore()) {
                publisher.stored(now, task);
            } else if (answer.kind() != Kind.VALUES_RESPONSE) {
                publisher.gaveNothing(now, task, "it answered the STORE, and does not have the entry");
            } else if (address.gaveBack(
                    now, query.endpoint(), endpoints(answer), task.entry().port())) {
                publisher.gaveBack(now, task);
            } else {
                publisher.gaveOthers(now, task, answer.count());
            }
        }

        @Override
        public void failed(long now, Query query, Failure failure) {
            if (failure == Failure.TIMED_OUT && inquiry.isOffline(query)) {
                publisher.outOfTouch(now, task);
                return;
            }
            switch (failure) {
                case TIMED_OUT -> publisher.silent(now, task, "it did not answer");
                case OTHER_ID -> publisher.silent(now, task, "another node answers at its endpoint");
                case ERROR -> publisher.silent(now, task, "it answered with an error");
                case NOT_SENT, SLEPT, CLOSED -> publisher.notSent(now, task);
            }
        }
    }

    /** Counts who gives an entry to a stranger. */
    private final class Auditing implements LookupRun.Listener {
        private final Entry entry;
        private int found;
        private int undecided;

        Auditing(Entry entry) {
            this.entry = entry;
        }

        @Override
        public boolean isUsers() {
            return false;
        }

        @Override
        public void news(long now, Step step, Query query, Outcome outcome, @Nullable Packet answer) {
            if (answer != null && answer.kind() == Kind.VALUES_RESPONSE) {
                if (address.isAmong(endpoints(answer), entry.port())) {
                    found++;
                } else if (answer.count() >= PublishSettings.MANY_ENDPOINTS) {
                    undecided++;
                }
            }
        }

        @Override
        public void ended(long now, LookupRun run, @Nullable DhtException why) {
            int answered = Math.min(publisher.wanted(), run.lookup().answered().size());
            boolean hasSeen = why == null && answered > 0;
            Audit audit = hasSeen ? new Audit(now, found, undecided, answered) : null;
            count(audit);
            publisher.audited(now, entry, audit);
        }

        private void count(@Nullable Audit audit) {
            if (audit == null) {
                counters.add(Counter.ENTRY_AUDITS_UNANSWERED);
                return;
            }
            counters.add(Counter.ENTRY_AUDITED_NODES, audit.answered());
            counters.add(Counter.ENTRY_AUDITED_HOLDERS, Math.min(audit.found(), audit.answered()));
            if (audit.isPoor()) {
                counters.add(Counter.ENTRY_AUDITS_POOR);
            }
        }
    }

    private static List<Endpoint> endpoints(Packet answer) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < answer.count(); i++) {
            endpoints.add(answer.endpoint(i));
        }
        return endpoints;
    }
}
