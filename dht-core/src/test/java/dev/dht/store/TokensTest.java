package dev.dht.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Property;
import dev.dht.id.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tokens against their words, and SipHash against the paper's own reference. */
class TokensTest {
    @Test
    void sipHashIsThatOfThePaper() {
        // The paper's own example (appendix A) shows that the straightforward one below is SipHash-2-4.
        byte[] key = counting(16);
        assertThat(reference(key, counting(15))).isEqualTo(0xa129ca6149be45e5L);
        assertThat(hash(key, counting(24))).isEqualTo(reference(key, counting(24)));
        Property.check(5, choices -> {
            byte[] secret = choices.bytes(16);
            byte[] message = choices.bytes(24);
            assertThat(hash(secret, message)).isEqualTo(reference(secret, message));
        });
    }

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static long word(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at);
    }

    private static long hash(byte[] key, byte[] message) {
        return new SipHash().hash(word(key, 0), word(key, 8), word(message, 0), word(message, 8), word(message, 16));
    }

    /** SipHash-2-4 as the paper writes it down, for any length. */
    private static long reference(byte[] key, byte[] message) {
        long[] v = {
            word(key, 0) ^ 0x736f6d6570736575L,
            word(key, 8) ^ 0x646f72616e646f6dL,
            word(key, 0) ^ 0x6c7967656e657261L,
            word(key, 8) ^ 0x7465646279746573L
        };
        byte[] padded = new byte[message.length / 8 * 8 + 8];
        System.arraycopy(message, 0, padded, 0, message.length);
        padded[padded.length - 1] = (byte) message.length;
        for (int at = 0; at < padded.length; at += 8) {
            v[3] ^= word(padded, at);
            rounds(v, 2);
            v[0] ^= word(padded, at);
        }
        v[2] ^= 0xff;
        rounds(v, 4);
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void rounds(long[] v, int count) {
        for (int i = 0; i < count; i++) {
            v[0] += v[1];
            v[2] += v[3];
            v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
            v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
            v[0] = Long.rotateLeft(v[0], 32);
            v[2] += v[1];
            v[0] += v[3];
            v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
            v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
            v[2] = Long.rotateLeft(v[2], 32);
        }
    }

    @Test
    void aTokenIsGoodInItsPeriodAndTheNextAndNoLonger() {
        Property.check(10, choices -> {
            long start = choices.below(1L << 40);
            Tokens tokens = new Tokens(new SplittableRandom(choices.bits(32)), start);
            Endpoint owner = Endpoint.v4((int) choices.bits(32), choices.below(1 << 16));
            long issuedAt = start + choices.below(3 * Tokens.PERIOD);
            long token = tokens.issue(issuedAt, owner);
            long period = (issuedAt - start) / Tokens.PERIOD;
            long now = issuedAt;
            for (long span : choices.list(
                    8, c -> c.pick(List.of(c.below(Tokens.PERIOD), Tokens.PERIOD, c.below(4 * Tokens.PERIOD), 1L)))) {
                now += span;
                boolean good = (now - start) / Tokens.PERIOD - period <= 1;
                choices.note("after", now - issuedAt, good ? "good" : "bad");
                assertThat(tokens.isGood(now, owner, token)).isEqualTo(good);
                assertThat(tokens.isGood(now, owner, tokens.issue(now, owner))).isTrue();
            }
        });
    }

    @Test
    void aTokenIsBoundToAddressAndPort() {
        Property.check(5, choices -> {
            Tokens tokens = new Tokens(new SplittableRandom(choices.bits(32)), 0);
            Endpoint owner = Endpoint.v4((int) choices.bits(32), choices.below(1 << 16));
            long token = tokens.issue(0, owner);
            Endpoint thief = choices.flip()
                    ? owner.withPort(owner.port() ^ 1 << choices.below(16))
                    : Endpoint.v4(owner.address() ^ 1 << choices.below(32), owner.port());
            assertThat(tokens.isGood(0, thief, token)).isFalse();
            assertThat(tokens.isGood(0, owner, token ^ 1L << choices.below(64))).isFalse();
            assertThat(tokens.issue(1, owner)).isEqualTo(token);
        });
    }

    @Test
    void noTokenIsGoodThatWasMadeWithoutASecret() {
        Endpoint owner = Endpoint.v4(0x0A000001, 1_729);
        long guessed = new SipHash().hash(0, 0, owner.high(), owner.low(), owner.port());
        assertThat(new Tokens(new SplittableRandom(1), 0).isGood(0, owner, guessed))
                .isFalse();
    }
}
