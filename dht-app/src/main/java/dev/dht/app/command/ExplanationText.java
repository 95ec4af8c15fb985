package dev.dht.app.command;

import dev.dht.app.address.HostPort;
import dev.dht.app.json.Fields;
import dev.dht.app.text.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A look-up's explanation for people: a tree of who named whom, one line a query. */
final class ExplanationText {
    private static final int ROOT = -1;
    private static final String QUERY = "query";
    private static final String LEGEND =
            "Each query stands below the one that named its node; at the left: known before."
                    + " A bit less of distance is half as far.";

    /** From so many queries on it is said why a tree is flat. */
    private static final int SEVERAL = 4;

    /** The tree's own part of a line, and the rest. */
    private record Line(String tree, String text) {}

    private final List<Line> lines = new ArrayList<>();
    private final Map<Integer, List<Fields>> children = new LinkedHashMap<>();

    /** The first query to each node, by its id. */
    private final Map<String, Long> first = new LinkedHashMap<>();

    private ExplanationText(List<Fields> steps) {
        for (Fields step : steps) {
            first.putIfAbsent(step.text("id"), step.number("n"));
            List<Long> namers = step.numbers("named_by");
            int parent = namers.isEmpty() ? ROOT : namers.get(0).intValue();
            children.computeIfAbsent(parent, any -> new ArrayList<>()).add(step);
        }
    }

    /** The text of a document of {@code GET /v1/lookup/ID?explain=true}. */
    static String of(Fields document) {
        Fields explanation = document.object("explanation");
        ExplanationText text = new ExplanationText(explanation.objects("steps"));
        text.add(ROOT, "");
        int width = text.lines.stream().mapToInt(line -> line.tree.length()).reduce(QUERY.length(), Math::max);
        List<String> out = new ArrayList<>();
        out.add(Wording.count(document.number("queries"), "query", "queries") + " in "
                + Wording.count(document.number("elapsed_ms")) + " ms, "
                + Wording.count(document.number("hops"), "hop", "hops") + "; " + explanation.text("ended"));
        long here = explanation.number("endpoints_here");
        if (here > 0) {
            out.add(Wording.count(here, "endpoint", "endpoints") + " this node knew itself");
        }
        if (!text.lines.isEmpty()) {
            out.add("");
            out.add(LEGEND);
            out.addAll(remarks(explanation.objects("steps")));
            out.add(pad(QUERY, width)
                    + String.format(
                            "  distance  %-8s  %-21s %12s  %10s  answer", "id", "address", "sent at", "round trip"));
        }
        text.lines.forEach(line -> out.add(pad(line.tree, width) + "  " + line.text));
        long notAsked = explanation.number("not_asked");
        if (notAsked > 0) {
            out.add("");
            out.add(Wording.count(notAsked, "farther node was", "farther nodes were") + " named and not needed");
        }
        return String.join(System.lineSeparator(), out);
    }

    /** What one would wonder at. */
    private static List<String> remarks(List<Fields> steps) {
        List<String> remarks = new ArrayList<>();
        long known = steps.stream()
                .filter(step -> step.numbers("named_by").isEmpty())
                .count();
        if (steps.size() >= SEVERAL && 2 * known > steps.size()) {
            remarks.add(
                    known + " of the " + steps.size() + " asked nodes that were known before: the more of its network"
                            + " a node knows, the flatter the tree.");
        }
        if (steps.stream().anyMatch(ExplanationText::isAgain)) {
            remarks.add("Who gives endpoints names no nodes: the closest that gave some is asked again, for nodes alone"
                    + " (FIND_NODE).");
        }
        return remarks;
    }

    private static boolean isAgain(Fields step) {
        return step.text("asks").equals("find_node");
    }

    private void add(int parent, String indent) {
        List<Fields> steps = children.getOrDefault(parent, List.of());
        for (int i = 0; i < steps.size(); i++) {
            boolean last = i == steps.size() - 1;
            Fields step = steps.get(i);
            int number = (int) step.number("n");
            lines.add(new Line(indent + (last ? "└─ " : "├─ ") + number, text(step)));
            String deeper = indent + (last ? "   " : "│  ");
            for (Fields rejected : step.objects("rejected")) {
                String named = node(rejected) + "  not asked: " + rejected.text("reason");
                lines.add(new Line(deeper + "·", " ".repeat(10) + named));
            }
            add(number, deeper);
        }
    }

    private String text(Fields step) {
        boolean answered = step.has("rtt_ms");
        long number = first.getOrDefault(step.text("id"), step.number("n"));
        String again =
                !isAgain(step) ? "" : number == step.number("n") ? " (for nodes alone)" : " (" + number + " again)";
        return String.format(
                Locale.ROOT,
                "%3d bits  %s %9.1f ms  %10s  %s%s",
                step.number("distance_bits"),
                node(step),
                step.decimal("asked_ms"),
                answered ? String.format(Locale.ROOT, "%.1f ms", step.decimal("rtt_ms")) : "-",
                answer(step),
                again);
    }

    private static String answer(Fields step) {
        long endpoints = step.number("endpoints");
        return switch (step.text("outcome")) {
            case "answered" ->
                endpoints > 0
                        ? "gave " + Wording.count(endpoints, "endpoint", "endpoints")
                        : "named " + Wording.count(step.number("nodes"), "node", "nodes");
            case "asked" -> "not answered yet";
            case "late", "hopeless" -> "late; hardly hoped for any more";
            case "silent" -> "silent";
            case "other_id" -> "another node answers there";
            case "refused" -> "answered with an error";
            default -> "could not be asked";
        };
    }

    private static String node(Fields contact) {
        String address = new HostPort(contact.text("host"), (int) contact.number("port")).toString();
        return contact.text("id").substring(0, 8) + "  " + pad(address, 21);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
