package dev.dht.app.command;

import dev.dht.app.address.HostPort;
import dev.dht.app.json.Fields;
import dev.dht.app.text.Wording;
import java.text.BreakIterator;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What a node knows of itself, for people: one line a thing, the names in a column. */
final class InfoText {
    private static final int NAME_WIDTH = 11;
    private static final int ENTRIES_SHOWN = 20;

    private final Fields info;
    private final Instant now;
    private final StringJoiner lines = new StringJoiner(System.lineSeparator());

    private InfoText(Fields info, Instant now) {
        this.info = info;
        this.now = now;
    }

    static String of(Fields info, Instant now) {
        InfoText text = new InfoText(info, now);
        text.node();
        text.table();
        text.work();
        text.entries();
        text.counters();
        return text.lines.toString();
    }

    private void node() {
        line("id", info.text("id"));
        line("bound", info.has("bound") ? endpoint(info.object("bound")) : "no socket");
        line("address", info.has("address") ? endpoint(info.object("address")) + source() : "not known yet");
        reachability(info.object("reachability"));
        line("up", Wording.duration(Duration.ofSeconds(info.number("uptime_seconds"))));
    }

    /** How the address is known. */
    private String source() {
        return switch (info.has("address_source") ? info.text("address_source") : "") {
            case "others" -> " (as others see it)";
            case "interface" -> " (of its network interface; nobody has told it yet)";
            default -> "";
        };
    }

    private void reachability(Fields reachability) {
        line(
                "reachable",
                switch (reachability.text("verdict")) {
                    case "reachable" -> isOfOwnNetwork(reachability) ? "yes, within its own network" : "yes";
                    case "local" -> "in its own network only";
                    case "unreachable" -> "no: strangers cannot reach it";
                    default -> "not known yet";
                });
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        String advice = reachability.text("advice");
        sentences.setText(advice);
        for (int from = 0, to = sentences.next(); to != BreakIterator.DONE; from = to, to = sentences.next()) {
            line("", advice.substring(from, to).strip());
        }
    }

    /** Whether all strangers that count came from the node's own network. */
    private static boolean isOfOwnNetwork(Fields reachability) {
        return reachability.has("strangers_from")
                && reachability.text("strangers_from").equals("local");
    }

    private void table() {
        Fields table = info.object("table");
        long good = table.number("good");
        long proven = table.number("proven");
        if (good == 0 && info.flag("alone")) {
            line("contacts", "none that answers: this node is alone");
        } else {
            line(
                    "contacts",
                    Wording.count(good) + " good, " + Wording.count(proven)
                            + " of them proven to be reachable by strangers too");
            if (proven < good) {
                line(
                        "",
                        "(proven: it answered though it had sent nothing here for 5 minutes; few are, soon after a start)");
            }
        }
        line(
                "",
                Wording.count(table.number("questionable")) + " questionable, " + Wording.count(table.number("bad"))
                        + " bad, " + Wording.count(table.number("replacements")) + " in reserve");
        line("buckets", String.valueOf(table.objects("buckets").size()));
        for (Fields bucket : table.objects("buckets")) {
            int contacts = bucket.objects("contacts").size();
            if (contacts > 0) {
                line(
                        "",
                        String.format(
                                Locale.ROOT,
                                "%3d bits shared  %-8s %d",
                                bucket.number("prefix"),
                                "#".repeat(Math.min(8, contacts)),
                                contacts));
            }
        }
    }

    private void work() {
        Fields store = info.object("store");
        line(
                "store",
                Wording.count(store.number("entries"), "entry", "entries") + " of "
                        + Wording.count(store.number("ids"), "id", "ids") + ", room for "
                        + Wording.count(store.number("capacity")));
        line("queries", Wording.count(info.number("queries_in_flight")) + " in flight");
        line(
                "look-ups",
                Wording.count(info.number("lookups_running")) + " running, "
                        + Wording.count(info.number("lookups_waiting")) + " waiting");
    }

    private void entries() {
        long total = info.number("entries_total");
        long under = info.number("under_replicated");
        long behind = info.number("behind_seconds");
        line(
                "entered",
                Wording.count(total, "entry", "entries")
                        + (under == 0 ? "" : ", " + Wording.count(under) + " held by fewer nodes than wanted")
                        + (behind == 0 ? "" : ", renewals " + behind + " s behind: more than this node can renew"));
        info.objects("entries").stream().limit(ENTRIES_SHOWN).forEach(receipt -> {
            line("", receipt.text("id") + " port " + receipt.number("port"));
            line("", "  " + ReceiptText.summary(receipt));
            line("", "  " + ReceiptText.course(receipt, now));
        });
        if (total > ENTRIES_SHOWN) {
            line("", "and " + Wording.count(total - ENTRIES_SHOWN) + " more (--json, or GET /v1/entries)");
        }
    }

    private void counters() {
        Map<String, ?> counters = info.object("counters").all();
        int width = counters.keySet().stream().mapToInt(String::length).max().orElse(0);
        String name = "counters";
        for (Map.Entry<String, ?> counter : counters.entrySet()) {
            if (counter.getValue() instanceof Number value && value.longValue() != 0) {
                line(name, String.format(Locale.ROOT, "%-" + width + "s %,15d", counter.getKey(), value.longValue()));
                name = "";
            }
        }
    }

    private void line(String name, String text) {
        lines.add(String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s%s", name, text));
    }

    private static String endpoint(Fields fields) {
        return new HostPort(fields.text("host"), (int) fields.number("port")).toString();
    }
}
