package dev.dht.store;

import dev.dht.id.Endpoint;
import java.util.random.RandomGenerator;

/**
 * Gives and checks the permissions to store here. A token is a MAC of the asker's address and port under a secret that
 * changes every 5 minutes; the present and the former secret are both good, so a token is for 5 to 10 minutes. Allocates
 * nothing.
 */
public final class Tokens {
    /** A secret is the present one for as long, in nanoseconds. */
    public static final long PERIOD = 300_000_000_000L;

    private final RandomGenerator secrets;
    private final SipHash sipHash = new SipHash();
    private long present0;
    private long present1;
    private long former0;
    private long former1;
    private long presentSince;

    /** Draws its secrets from {@code secrets}, the first two now. */
    public Tokens(RandomGenerator secrets, long now) {
        this.secrets = secrets;
        draw();
        draw();
        presentSince = now;
    }

    /** The permission for an endpoint. */
    public long issue(long now, Endpoint to) {
        turn(now);
        return mac(present0, present1, to);
    }

    /** Whether it was given to this endpoint, and not too long ago. */
    public boolean isGood(long now, Endpoint from, long token) {
        turn(now);
        return token == mac(present0, present1, from) || token == mac(former0, former1, from);
    }

    private void turn(long now) {
        long periods = (now - presentSince) / PERIOD;
        if (periods > 0) {
            draw();
            if (periods > 1) {
                draw();
            }
            presentSince += periods * PERIOD;
        }
    }

    private void draw() {
        former0 = present0;
        former1 = present1;
        present0 = secrets.nextLong();
        present1 = secrets.nextLong();
    }

    private long mac(long secret0, long secret1, Endpoint endpoint) {
        return sipHash.hash(secret0, secret1, endpoint.high(), endpoint.low(), endpoint.port());
    }
}
