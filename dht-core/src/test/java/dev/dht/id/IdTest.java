package dev.dht.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dht.check.Choices;
import dev.dht.check.Property;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTest {
    /** Any id; ids that share long prefixes, and short ones, come often. */
    private static Id any(Choices choices) {
        return Id.of(choices.anyLong(), choices.anyLong(), choices.anyLong(), choices.anyLong());
    }

    private static BigInteger number(Id id) {
        return new BigInteger(1, id.bytes());
    }

    @Test
    void theMetricIsOne() {
        Property.check(10, choices -> {
            Id x = any(choices);
            Id y = choices.oneIn(5) ? x : any(choices);
            Id z = any(choices);
            assertThat(x.distance(y)).isEqualTo(y.distance(x));
            assertThat(x.distance(y).equals(Id.ZERO)).isEqualTo(x.equals(y));
            assertThat(number(x.distance(y))).isEqualTo(number(x).xor(number(y)));
            assertThat(number(x.distance(z)))
                    .isLessThanOrEqualTo(number(x.distance(y)).add(number(y.distance(z))));
            // Unidirectional: one id alone is at a distance.
            assertThat(x.distance(x.distance(y))).isEqualTo(y);
            assertThat(Integer.signum(x.compareDistance(y, z)))
                    .isEqualTo(number(x.distance(y)).compareTo(number(x.distance(z))));
            assertThat(Integer.signum(x.compareTo(y))).isEqualTo(number(x).compareTo(number(y)));
            assertThat(x.equals(y)).isEqualTo(number(x).equals(number(y)));
            assertThat(!x.equals(y) || x.hashCode() == y.hashCode()).isTrue();
        });
    }

    @Test
    void theCommonPrefixIsThatOfTheBits() {
        Property.check(10, choices -> {
            Id x = any(choices);
            Id y = choices.oneIn(9)
                    ? x
                    : x.distance(any(choices).withTail(0, false).distance(any(choices)));
            int prefix = 0;
            while (prefix < Id.BITS && x.bit(prefix) == y.bit(prefix)) {
                prefix++;
            }
            assertThat(x.commonPrefix(y)).isEqualTo(prefix);
            int bit = choices.below(Id.BITS);
            assertThat(x.bit(bit)).isEqualTo(number(x).testBit(Id.BITS - 1 - bit));
        });
    }

    @Test
    void aSiblingSharesExactlySoManyBitsAndATailIsTheEndOfARange() {
        Property.check(10, choices -> {
            Id x = any(choices);
            int bits = choices.below(Id.BITS);
            Id sibling = x.randomSibling(bits, new SplittableRandom(choices.bits(32)));
            assertThat(x.commonPrefix(sibling)).isEqualTo(bits);
            Id low = x.withTail(bits, false);
            Id high = x.withTail(bits, true);
            BigInteger size = BigInteger.ONE.shiftLeft(Id.BITS - bits);
            assertThat(number(low).mod(size)).isZero();
            assertThat(number(high)).isEqualTo(number(low).add(size).subtract(BigInteger.ONE));
            assertThat(low.compareTo(x) <= 0 && high.compareTo(x) >= 0).isTrue();
            assertThat(x.withTail(Id.BITS, choices.flip())).isEqualTo(x);
        });
    }

    @Test
    void siblingsAreDrawnOverAllOfTheirRange() {
        SplittableRandom random = new SplittableRandom(4);
        Id ones = Id.ZERO;
        Id zeros = Id.ZERO.withTail(0, true);
        for (int i = 0; i < 100; i++) {
            Id sibling = Id.ZERO.randomSibling(100, random);
            ones = Id.of(
                    ones.word(0) | sibling.word(0),
                    ones.word(1) | sibling.word(1),
                    ones.word(2) | sibling.word(2),
                    ones.word(3) | sibling.word(3));
            zeros = Id.of(
                    zeros.word(0) & sibling.word(0),
                    zeros.word(1) & sibling.word(1),
                    zeros.word(2) & sibling.word(2),
                    zeros.word(3) & sibling.word(3));
        }
        assertThat(ones).isEqualTo(Id.ZERO.withTail(100, true));
        assertThat(number(zeros)).isEqualTo(BigInteger.ONE.shiftLeft(155));
    }

    @Test
    void everyFormOfAnIdReadsBackToIt() {
        Property.check(10, choices -> {
            Id id = any(choices);
            assertThat(Id.parse(id.hex())).isEqualTo(id);
            assertThat(Id.parse(id.hex().toUpperCase(Locale.ROOT))).isEqualTo(id);
            assertThat(Id.parse("sha256:" + id.hex())).isEqualTo(id);
            assertThat(Id.parse(id.base32())).isEqualTo(id);
            assertThat(Id.parse(id.base32().toUpperCase(Locale.ROOT))).isEqualTo(id);
            assertThat(Id.of(id.bytes())).isEqualTo(id);
            assertThat(id.base32()).hasSize(52).matches("[a-z2-7]{51}[aq]");
        });
    }

    @Test
    void base32IsThatOfRfc4648() {
        // §10: BASE32("foobar") is MZXW6YTBOI======; 32 bytes that begin with it begin alike.
        byte[] bytes = new byte[32];
        System.arraycopy("foobar".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 6);
        assertThat(Id.of(bytes).base32()).startsWith("mzxw6ytboi");
        assertThat(Id.ZERO.base32()).isEqualTo("a".repeat(52));
        assertThat(Id.ZERO.withTail(0, true).base32()).isEqualTo("7".repeat(51) + "q");
        assertThat(Id.ZERO.withTail(255, true).base32()).isEqualTo("a".repeat(51) + "q");
    }

    @Test
    void sha256IsThatOfFips180() throws IOException {
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        byte[] bytes = "abc".getBytes(StandardCharsets.US_ASCII);
        assertThat(Id.sha256(bytes).hex()).isEqualTo(abc);
        assertThat(Id.sha256(new ByteArrayInputStream(bytes)).hex()).isEqualTo(abc);
        assertThat(Id.sha256(new byte[0]).hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        byte[] large = new byte[200_000];
        assertThat(Id.sha256(new ByteArrayInputStream(large))).isEqualTo(Id.sha256(large));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "zz00000000000000000000000000000000000000000000000000000000000000",
                "000000000000000000000000000000000000000000000000000000000000000",
                "00000000000000000000000000000000000000000000000000000000000000000",
                "md5:0000000000000000000000000000000000000000000000000000000000000000",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaai",
                "1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa====",
                "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void whatIsNoIdIsRefusedWithAReason(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Id.parse(text)).withMessageContaining("id");
    }

    @Test
    void otherTextsAreRefusedOrReadAndNeverAnythingElse() {
        Property.check(10, choices -> {
            char[] text = any(choices).base32().toCharArray();
            text[choices.below(52)] = (char) choices.below(choices.flip() ? 128 : 0x1_0000);
            String changed = new String(text);
            try {
                assertThat(Id.parse(changed).base32()).isEqualTo(changed.toLowerCase(Locale.ROOT));
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("id");
            }
        });
    }

    @Test
    void idsThatDifferInOneWordRarelyShareAHash() {
        for (int word = 0; word < 4; word++) {
            Set<Integer> hashes = new HashSet<>();
            for (int i = 0; i < 1_000; i++) {
                long[] words = new long[4];
                words[word] = i;
                hashes.add(Id.of(words[0], words[1], words[2], words[3]).hashCode());
            }
            assertThat(hashes.size()).as("word %d", word).isGreaterThan(990);
        }
    }

    @Test
    void fewerOrMoreBytesAreNoId() {
        assertThatIllegalArgumentException().isThrownBy(() -> Id.of(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> Id.of(new byte[33]));
    }
}
