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
    private final Map<Endpoint, Long> sentTo = new LinkedHashMap<>(4, 0.75f, true);

    public void sent(long now, Endpoint to) {
        sentTo.put(to, now);
        forgetOld(now);
    }

    public boolean letsIn(long now, Endpoint from) {
        forgetOld(now);
        return sentTo.containsKey(from);
    }

    private void forgetOld(long now) {
        var oldest = sentTo.values().iterator();
        while (oldest.hasNext() && now - oldest.next() > OPEN_FOR) {
            oldest.remove();
        }
    }

    /** The box forgets all, as when the line was down. */
    public void forget() {
        sentTo.clear();
    }
}
