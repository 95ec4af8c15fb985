package dev.dht.app.command;

import dev.dht.app.address.HostPort;
import dev.dht.app.json.Fields;
import dev.dht.app.text.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;

/** A receipt for people. */
final class ReceiptText {
    private ReceiptText() {}

    static String of(Fields receipt) {
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        lines.add("entered " + receipt.text("id") + " port " + receipt.number("port"));
        lines.add(summary(receipt));
        for (Fields holder : receipt.objects("holders")) {
            lines.add("  " + node(holder)
                    + (holder.has("verified_at") ? "  acknowledged, gave it back" : "  acknowledged"));
        }
        for (Fields failure : receipt.objects("failures")) {
            lines.add("  " + node(failure) + "  " + failure.text("reason"));
        }
        return lines.toString();
    }

    /** In one line: how many nodes hold it. */
    static String summary(Fields receipt) {
        long acknowledged = receipt.number("acknowledged");
        if (acknowledged == 0 && receipt.objects("failures").isEmpty()) {
            return "no node holds it yet; it is published when the first neighbour arrives";
        }
        List<Fields> failures = receipt.objects("failures");
        long wanted = receipt.number("wanted");
        // A small network has fewer; and who was asked and does not hold it is among the failures.
        boolean isFew = failures.isEmpty() && acknowledged < wanted;
        String held = isFew ? Wording.count(acknowledged, "node", "nodes") : acknowledged + " of " + wanted + " nodes";
        return held + " acknowledged it" + (isFew ? " (" + wanted + " are wanted, where there are so many), " : ", ")
                + receipt.number("verified") + " gave it back"
                + (failures.isEmpty() ? "" : ", " + failures.size() + " failed")
                + (receipt.has("audit") ? "; " + audit(receipt.object("audit")) : "");
    }

    /** When it was stored, and will be again; and one of those that do not hold it, and why. */
    static String course(Fields receipt, Instant now) {
        Duration untilNext = Duration.between(now, Instant.parse(receipt.text("renew_at")));
        String next = untilNext.isNegative() ? "due again now" : "again in " + Wording.duration(untilNext);
        String times = receipt.has("published_at")
                ? "stored " + Wording.duration(Duration.between(Instant.parse(receipt.text("published_at")), now))
                        + " ago, " + next
                : "not stored yet, " + next;
        return times
                + receipt.objects("failures").stream()
                        .findFirst()
                        .map(failure -> "; " + address(failure) + ": " + failure.text("reason"))
                        .orElse("");
    }

    private static String audit(Fields audit) {
        return "a stranger found it at " + Wording.count(audit.number("found"), "node", "nodes");
    }

    private static String address(Fields contact) {
        return new HostPort(contact.text("host"), (int) contact.number("port")).toString();
    }

    private static String node(Fields contact) {
        String address = address(contact);
        return contact.text("id").substring(0, 8) + "  " + address + " ".repeat(Math.max(0, 21 - address.length()));
    }
}
