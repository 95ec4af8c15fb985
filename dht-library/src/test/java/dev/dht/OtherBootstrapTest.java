package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that is told of others while it runs. */
@Timeout(120)
class OtherBootstrapTest {
    private static DhtNode start() {
        return DhtNode.builder().bind(InetAddress.getLoopbackAddress()).port(0).start();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Test
    void whoWasStartedAloneJoinsWhenItIsToldOfSomebody() {
        try (DhtNode first = start();
                DhtNode second = start()) {
            assertThat(second.info().alone()).isTrue();

            second.bootstrap(List.of(text(first.address())));

            Awaitility.await()
                    .untilAsserted(() -> assertThat(second.info().alone()).isFalse());
            assertThat(second.info().table().good()).isEqualTo(1);
        }
    }

    @Test
    void wrongWordsChangeNothing() {
        try (DhtNode first = start();
                DhtNode second = start()) {
            assertThatThrownBy(() -> second.bootstrap(List.of(text(first.address()), "nowhere")))
                    .isInstanceOf(IllegalArgumentException.class);
            second.bootstrap(List.of());
            assertThat(second.info().counters()).containsEntry("datagrams_sent", 0L);
        }
    }
}
