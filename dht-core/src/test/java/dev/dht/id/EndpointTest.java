package dev.dht.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dht.check.Choices;
import dev.dht.check.Property;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
    private static Endpoint any(Choices choices) {
        int port = choices.below(1 << 16);
        return choices.flip()
                ? Endpoint.v4((int) choices.bits(32), port)
                : Endpoint.v6(choices.anyLong(), choices.anyLong(), port);
    }

    @Test
    void anEndpointIsTheSocketAddressItCameFrom() {
        Property.check(10, choices -> {
            Endpoint endpoint = any(choices);
            InetSocketAddress socket = endpoint.toSocketAddress();
            assertThat(Endpoint.of(socket)).isEqualTo(endpoint).hasSameHashCodeAs(endpoint);
            assertThat(socket.getPort()).isEqualTo(endpoint.port());
            assertThat(socket.getAddress().getAddress()).hasSize(endpoint.isV4() ? 4 : 16);
            assertThat(endpoint.host()).isEqualTo(socket.getAddress().getHostAddress());
            assertThat(endpoint.isLoopback()).isEqualTo(socket.getAddress().isLoopbackAddress());
            if (endpoint.isV4()) {
                assertThat(Endpoint.unpack(endpoint.packed())).isEqualTo(endpoint);
            }
        });
    }

    @Test
    void endpointsAreOrderedByAddressThenPort() {
        Property.check(10, choices -> {
            Endpoint one = any(choices);
            Endpoint other = choices.oneIn(3) ? one.withPort(choices.below(1 << 16)) : any(choices);
            int order = one.compareTo(other);
            assertThat(Integer.signum(other.compareTo(one))).isEqualTo(-Integer.signum(order));
            assertThat(order == 0).isEqualTo(one.equals(other));
            Endpoint closer = Endpoint.v6(one.high(), choices.flip() ? one.low() : choices.anyLong(), 0);
            assertThat(Integer.signum(closer.compareTo(other))).isEqualTo(Integer.signum(naive(closer, other)));
            assertThat(one.sameAddress(other)).isEqualTo(one.host().equals(other.host()));
            if (one.sameAddress(other)) {
                assertThat(Integer.signum(order)).isEqualTo(Integer.signum(one.port() - other.port()));
            }
        });
    }

    private static int naive(Endpoint one, Endpoint other) {
        return Comparator.comparing((Endpoint e) -> new BigInteger(1, bytes(e)))
                .thenComparing(Endpoint::port)
                .compare(one, other);
    }

    /** The address as an IPv6 one. */
    private static byte[] bytes(Endpoint endpoint) {
        return ByteBuffer.allocate(16)
                .putLong(endpoint.high())
                .putLong(endpoint.low())
                .array();
    }

    /** Tables of endpoints stay quick: few of them share a hash, whatever they have in common. */
    @Test
    void endpointsThatDifferInAddressOrPortRarelyShareAHash() {
        Set<Integer> hashes = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            hashes.add(Endpoint.v4(0x0A000000 + i, 1_729).hashCode());
            hashes.add(Endpoint.v4(0x0B000000, i).hashCode());
            hashes.add(Endpoint.v6(0x20010DB8L << 32 | i, 1, 1_729).hashCode());
            hashes.add(Endpoint.v6(0x20010DB8L << 32, 2 + i, 1_729).hashCode());
        }
        assertThat(hashes.size()).isGreaterThan(3_900);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 1, true, false, 10.1.2.3:1",
        "10.1.2.3, 0, false, false, 10.1.2.3:0",
        "127.0.0.1, 9, true, true, 127.0.0.1:9",
        "127.255.0.1, 9, true, true, 127.255.0.1:9",
        "0.1.2.3, 9, false, false, 0.1.2.3:9",
        "223.255.255.255, 9, true, false, 223.255.255.255:9",
        "224.0.0.1, 9, false, false, 224.0.0.1:9",
        "255.255.255.255, 9, false, false, 255.255.255.255:9",
        "::1, 9, true, true, [0:0:0:0:0:0:0:1]:9",
        "::, 9, false, false, [0:0:0:0:0:0:0:0]:9",
        "2001:db8::1, 65535, true, false, [2001:db8:0:0:0:0:0:1]:65535",
        "ff02::1, 9, false, false, [ff02:0:0:0:0:0:0:1]:9"
    })
    void addressesAreWhatTheyAre(String host, int port, boolean unicast, boolean loopback, String text)
            throws UnknownHostException {
        Endpoint endpoint = Endpoint.of(new InetSocketAddress(InetAddress.getByName(host), port));
        assertThat(endpoint.isUnicast()).isEqualTo(unicast);
        assertThat(endpoint.isLoopback()).isEqualTo(loopback);
        assertThat(endpoint).hasToString(text);
    }

    @Test
    void whatIsNoPortOrNoAddressIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.v4(1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.v4(1, 65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.v6(1, 1, 65_536));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.of(InetSocketAddress.createUnresolved("example.invalid", 1)))
                .withMessageContaining("example.invalid");
    }
}
