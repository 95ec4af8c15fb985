package dev.dht.app.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost:1", "1.2.3.4:65535", "[::1]:1729", "[fe80::1%eth0]:5", "a-b.example:80"})
    void whatIsReadIsWrittenAlike(String text) {
        assertThat(HostPort.parse(text, 1)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "a",
                "a:",
                ":1",
                "a:0",
                "a:65536",
                "a:-1",
                "a:+1",
                "a:1x",
                "a: 1",
                "a:000001",
                "::1",
                "::1:80",
                "[]:1",
                "a b:1",
                "http://a:1",
                "u@a:1",
                "a:\u0661"
            })
    void whatIsNoneIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> HostPort.parse(text, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").isNotBlank());
    }

    @Test
    void portZeroIsReadWhereItMeansAny() {
        assertThat(HostPort.parse("localhost:0", 0).port()).isZero();
    }

    @Test
    void aNodeHasAnIpv4Address() {
        assertThat(HostPort.parse("localhost:1729", 1).resolveNode())
                .isEqualTo(new InetSocketAddress("127.0.0.1", 1729));
        assertThatThrownBy(() -> HostPort.parse("[::1]:1729", 1).resolveNode()).hasMessageContaining("no IPv4 address");
        assertThatThrownBy(() -> HostPort.parse("no.invalid:1729", 1).resolveNode())
                .hasMessage("the name no.invalid does not resolve to an address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:5", "0.1.2.3:5", "224.0.0.1:5", "255.255.255.255:5"})
    void aNodeIsOneMachine(String text) {
        assertThatThrownBy(() -> HostPort.parse(text, 1).resolveNode())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("is not the address of one machine");
    }

    @Test
    void aSocketAddressIsWrittenByItsAddress() throws Exception {
        assertThat(HostPort.text(new InetSocketAddress("localhost", 5))).isEqualTo("127.0.0.1:5");
        assertThat(HostPort.text(new InetSocketAddress(InetAddress.getByName("::1"), 5)))
                .isEqualTo("[0:0:0:0:0:0:0:1]:5");
    }
}
