package dev.dht.app.json;

import dev.dht.api.Explanation;
import dev.dht.api.LookupStep;
import dev.dht.app.text.Wording;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a look-up that explains itself looks like in JSON, and why it ended in words. */
public final class ExplanationDocument {
    private ExplanationDocument() {}

    /** The document of the look-up, with its explanation. */
    public static Map<String, @Nullable Object> of(Explanation explanation) {
        Map<String, @Nullable Object> document = Documents.lookup(explanation.report());
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("target", explanation.report().id().hex());
        fields.put("ended", ending(explanation));
        fields.put("endpoints_here", explanation.here());
        fields.put("not_asked", explanation.notAsked());
        fields.put("steps", Documents.list(explanation.steps(), ExplanationDocument::step));
        document.put("explanation", fields);
        return document;
    }

    /** One query. */
    public static Map<String, @Nullable Object> step(LookupStep step) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("n", step.number());
        document.putAll(Documents.contact(step.contact()));
        document.put("asks", step.neighboursOnly() ? "find_node" : "find_value");
        document.put("distance_bits", step.distance());
        document.put("named_by", step.namedBy());
        document.put("asked_ms", Documents.milliseconds(step.asked()));
        document.put("answered_ms", Documents.orNull(step.answered(), Documents::milliseconds));
        document.put("rtt_ms", Documents.orNull(step.roundTrip(), Documents::milliseconds));
        document.put("outcome", step.outcome().name().toLowerCase(Locale.ROOT));
        document.put("endpoints", step.endpoints());
        document.put("nodes", step.contacts());
        document.put("rejected", Documents.list(step.rejected(), rejected -> {
            Map<String, @Nullable Object> fields = Documents.contact(rejected.contact());
            fields.put("reason", rejected.reason());
            return fields;
        }));
        return document;
    }

    /** Why it ended, in words. */
    public static String ending(Explanation explanation) {
        int answered = explanation.report().closest().size();
        return switch (explanation.ending()) {
            case CLOSEST_ANSWERED ->
                "the " + answered + " closest nodes that can be reached have answered, and all closer ones were asked";
            case ALL_ASKED ->
                "all nodes it heard of were asked, and " + Wording.count(answered, "node", "nodes") + " answered";
            case NOBODY_ANSWERED -> "all nodes it heard of were asked, and none answered";
            case NOBODY_KNOWN -> "this node knows nobody to ask";
        };
    }
}
