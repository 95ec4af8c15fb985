package dev.dht.app.demo;

import dev.dht.app.json.Documents;
import dev.dht.id.Id;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A demonstration that ended well.
 *
 * @param nodes how many there were
 * @param id what was looked up
 * @param owner the number of the node that entered it
 * @param url where the file is served
 * @param steps in their order
 * @param elapsed all of it
 */
public record DemoReport(int nodes, Id id, int owner, String url, List<Step> steps, Duration elapsed) {
    /** As JSON. */
    public Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("nodes", nodes);
        document.put("id", id.hex());
        document.put("owner", owner);
        document.put("url", url);
        document.put("verified", true);
        document.put("elapsed_ms", Documents.milliseconds(elapsed));
        List<Object> list = new ArrayList<>();
        for (Step step : steps) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("step", step.name());
            fields.put("ms", Documents.milliseconds(step.elapsed()));
            fields.putAll(step.facts());
            list.add(fields);
        }
        document.put("steps", list);
        return document;
    }
}
