package dev.dht.sim.net;

import dev.dht.id.Endpoint;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a node behind NAT lets in: datagrams from endpoints that it sent to within the last 120 s (RFC 4787's least
 * binding time). It shows one address to all.
 */
public final class Firewall {
    /** For so long an endpoint that was sent to may answer, in nanoseconds. */
    static final long OPEN_FOR = 120_000_000_000L;

    /** When each endpoint was last sent to, the one longest ago first. */
    private final Map<Endpoint, Long> sentTo = new LinkedHashMap<>(4);

    public void sent(long now, Endpoint to) {
        sentTo.remove(to);
        sentTo.put(to, now);
        var oldest = sentTo.entrySet().iterator();
        while (now - oldest.next().getValue() > OPEN_FOR) {
            oldest.remove();
        }
    }

    public boolean letsIn(long now, Endpoint from) {
        Long sent = sentTo.get(from);
        return sent != null && now - sent <= OPEN_FOR;
    }

    /** The box forgets all, as when the line was down. */
    public void forget() {
        sentTo.clear();
    }
}
