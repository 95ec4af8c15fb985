package dev.dht.node;

import dev.dht.api.Info;
import dev.dht.api.LookupReport;
import dev.dht.api.Reachability;
import dev.dht.api.Receipt;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.lookup.Candidate;
import dev.dht.publish.Audit;
import dev.dht.publish.Entry;
import dev.dht.publish.Holder;
import dev.dht.query.Queries;
import dev.dht.routing.NetworkSize;
import dev.dht.routing.Table;
import dev.dht.routing.TableView;
import dev.dht.routing.TableView.BucketView;
import dev.dht.routing.TableView.ContactView;
import dev.dht.routing.TableView.State;
import dev.dht.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What users see of the insides: the same facts, with wall-clock times. */
final class Views {
    private final Id self;
    private final NodeSettings settings;
    private final Table table;
    private final Store store;
    private final OwnEntries entries;
    private final Queries queries;
    private final Lookups lookups;
    private final Upkeep upkeep;
    private final OwnAddress address;
    private final Counters counters;
    private final long startedAt;

    private long wallMillis;
    private long wallMillisAt;

    Views(
            Id self,
            NodeSettings settings,
            Table table,
            Store store,
            OwnEntries entries,
            Queries queries,
            Lookups lookups,
            Upkeep upkeep,
            OwnAddress address,
            Counters counters,
            long startedAt) {
        this.self = self;
        this.settings = settings;
        this.table = table;
        this.store = store;
        this.entries = entries;
        this.queries = queries;
        this.lookups = lookups;
        this.upkeep = upkeep;
        this.address = address;
        this.counters = counters;
        this.startedAt = startedAt;
    }

    /** The wall clock shows {@code millis} since the epoch at {@code now}. */
    void wallClock(long now, long millis) {
        wallMillis = millis;
        wallMillisAt = now;
    }

    Instant instant(long time) {
        return Instant.ofEpochMilli(wallMillis + Math.floorDiv(time - wallMillisAt, 1_000_000L));
    }

    private @Nullable Instant instantOrNever(long time) {
        return time == Holder.NEVER ? null : instant(time);
    }

    List<Receipt> receipts(Stream<Entry> some) {
        return some.map(this::receipt).toList();
    }

    @Nullable
    Receipt receiptOf(Id id) {
        Entry entry = entries.get(id);
        return entry == null ? null : receipt(entry);
    }

    Receipt receipt(Entry entry) {
        List<Receipt.Holder> holders = new ArrayList<>();
        for (Holder holder : entry.holders()) {
            holders.add(new Receipt.Holder(
                    holder.contact(), instant(holder.acknowledgedAt()), instantOrNever(holder.verifiedAt())));
        }
        List<Receipt.Failure> failures = new ArrayList<>();
        for (Map.Entry<Contact, String> failure : entry.failures().entrySet()) {
            failures.add(new Receipt.Failure(failure.getKey(), failure.getValue()));
        }
        return new Receipt(
                entry.id(),
                entry.port(),
                settings.publish().wanted(),
                holders,
                instantOrNever(entry.publishedAt()),
                instant(entry.renewAt()),
                audit(entry),
                failures);
    }

    private Receipt.@Nullable Audit audit(Entry entry) {
        Audit audit = entry.audit();
        return audit == null
                ? null
                : new Receipt.Audit(
                        instant(audit.at()),
                        audit.found(),
                        audit.undecided(),
                        audit.answered(),
                        instant(entry.auditAt()));
    }

    static LookupReport report(long now, LookupRun run, int width) {
        return new LookupReport(
                run.target(),
                run.endpoints().stream().map(Endpoint::toSocketAddress).toList(),
                run.lookup().answered().stream()
                        .limit(width)
                        .map(Candidate::contact)
                        .toList(),
                run.lookup().queries(),
                run.lookup().hops(),
                Duration.ofNanos(now - run.createdAt()));
    }

    /** Contacts worth remembering over a restart: those that are not bad. */
    List<Contact> contactsToSave(long now) {
        return table.view(now).contacts().stream()
                .filter(c -> c.state() != State.BAD)
                .map(ContactView::contact)
                .toList();
    }

    Info info(long now, @Nullable Endpoint bound) {
        Endpoint own = address.best();
        return new Info(
                self,
                bound,
                own == null || bound == null ? own : own.withPort(bound.port()),
                address.source(),
                Duration.ofNanos(now - startedAt),
                upkeep.isAlone(),
                table(now),
                new Info.Store(store.ids(), store.entries(), store.settings().entries()),
                entries.all().size(),
                entries.underReplicated(),
                Duration.ofNanos(entries.behind(now)),
                queries.inFlight(),
                lookups.running(),
                lookups.waiting(),
                Duration.ofNanos(queries.lateAfter()),
                counters.all(),
                counters.timings(),
                bounds(),
                networkSize(now),
                reachability(now, bound));
    }

    private Reachability reachability(long now, @Nullable Endpoint bound) {
        List<ContactView> good = table.view(now).contacts().stream()
                .filter(contact -> contact.state() == State.GOOD)
                .toList();
        Endpoint seen = address.best();
        Strangers strangers = upkeep.strangers();
        boolean isPublic = seen != null && seen.withPort(1).isPublic()
                || good.stream()
                        .anyMatch(contact -> contact.contact().endpoint().isPublic());
        return new ReachabilityRule(
                        settings.answering(),
                        queries.lateAfter() >= Queries.TIME_OUT,
                        upkeep.isAlone(),
                        good.size(),
                        isPublic,
                        Duration.ofNanos(strangers.inTouch()),
                        strangers.sentSince(),
                        strangers.count(),
                        ago(now, strangers.lastPublic()),
                        ago(now, strangers.lastLocal()),
                        bound == null ? 0 : bound.port(),
                        strangers.probe(now))
                .judge();
    }

    private static @Nullable Duration ago(long now, long time) {
        return time == Strangers.NEVER ? null : Duration.ofNanos(now - time);
    }

    private SortedMap<String, Long> bounds() {
        SortedMap<String, Long> bounds = new TreeMap<>();
        bounds.put("queries", (long) settings.bounds().queriesInFlight());
        bounds.put("lookups_running", (long) settings.bounds().lookupsRunning());
        bounds.put("lookups_waiting", (long) settings.bounds().lookupsWaiting());
        bounds.put("entered", (long) settings.publish().entries());
        bounds.put("store_entries", (long) settings.store().entries());
        return bounds;
    }

    private double networkSize(long now) {
        return NetworkSize.estimate(self, contactsToSave(now));
    }

    private Info.Table table(long now) {
        TableView view = table.view(now);
        List<Info.BucketInfo> buckets = new ArrayList<>();
        int reserve = 0;
        for (int i = 0; i < view.buckets().size(); i++) {
            BucketView bucket = view.buckets().get(i);
            reserve += bucket.reserve().size();
            List<Info.ContactInfo> contacts =
                    bucket.contacts().stream().map(c -> contact(c, now)).toList();
            buckets.add(new Info.BucketInfo(i, contacts));
        }
        List<ContactView> all = view.contacts();
        int proven = (int)
                all.stream().filter(c -> c.state() == State.GOOD && c.proven()).count();
        return new Info.Table(
                count(all, State.GOOD),
                count(all, State.QUESTIONABLE),
                count(all, State.BAD),
                proven,
                reserve,
                List.copyOf(buckets));
    }

    private static Info.ContactInfo contact(ContactView contact, long now) {
        Duration lastHeard = contact.heard() == Long.MIN_VALUE ? null : Duration.ofNanos(now - contact.heard());
        String state = contact.state().name().toLowerCase(Locale.ROOT);
        return new Info.ContactInfo(contact.contact(), state, contact.proven(), lastHeard);
    }

    private static int count(List<ContactView> contacts, State state) {
        return (int) contacts.stream().filter(c -> c.state() == state).count();
    }
}
