package dev.dht.app.share;

import java.util.List;
import java.util.Map;

/**
 * How a file came.
 *
 * @param bytes its size
 * @param resumed how many of them were there already
 * @param holders who gave some of it
 * @param skipped who gave nothing of use, and why
 */
public record FetchReport(long bytes, long resumed, List<String> holders, Map<String, String> skipped) {
    /** Copies the list. */
    public FetchReport {
        holders = List.copyOf(holders);
    }
}
