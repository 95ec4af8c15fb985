package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.state.StateDirectory;
import dev.dht.udp.ChannelTransport;
import dev.dht.udp.EventLoop;
import dev.dht.udp.LoopClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoresTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Endpoint BOUND = Endpoint.v4(0x7F000001, 1);

    @TempDir
    Path temporary;

    private final Node node = Swarm.undriven();

    @Test
    void theNodeIsToldOnlyOfOtherBootstrapEndpoints() throws IOException {
        Chores chores = new Chores(
                node, BOUND, null, List.of(new HostPort("127.0.0.1", 9)), new ReachabilityWatch(node, BOUND));
        ChannelTransport transport = new ChannelTransport(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        EventLoop loop = new EventLoop(transport, new LoopClock(), node, "loop", time -> {});
        chores.begin(loop, 0, false);
        for (int i = 0; i < 100; i++) {
            chores.resolve();
        }
        loop.start();
        Long bootstraps = Swarm.now(loop.<Long>submit(
                (it, now, reply) -> reply.done(it.info(now, BOUND).counters().get("bootstraps"))));
        loop.close();
        assertThat(bootstraps).isBetween(1L, 10L);
    }

    @Test
    void thatNobodyAnswersIsSaidOnceUntilSomebodyDoes() throws IOException {
        HostPort bootstrap = new HostPort("127.0.0.1", 9);
        Chores chores = new Chores(node, BOUND, null, List.of(bootstrap), new ReachabilityWatch(node, BOUND));
        ChannelTransport transport = new ChannelTransport(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        EventLoop loop = new EventLoop(transport, new LoopClock(), node, "loop", time -> {});
        chores.begin(loop, 0, false);
        chores.resolve();
        loop.start();
        Swarm.now(loop.<Boolean>submit((it, now, reply) -> reply.done(true)));
        loop.close();
        try (LogTrap log = new LogTrap()) {
            chores.run(14 * SECOND);
            assertThat(log.warnings()).isEmpty();
            for (int minute = 0; minute < 10; minute++) {
                chores.run((15 + 60 * minute) * SECOND);
            }
            assertThat(log.warnings()).hasSize(1);
            assertThat(log.warnings().get(0)).contains("no node answers", "127.0.0.1:9", "port 1?");

            node.settle(
                    600 * SECOND,
                    List.of(),
                    List.of(new Contact(Id.of(1, 2, 3, 4), Endpoint.v4(0x0A000001, 5))),
                    contact -> SECOND);
            assertThat(node.isAlone()).isFalse();
            chores.run(700 * SECOND);
            assertThat(log.warnings()).hasSize(1);
        }
    }

    @Test
    void thatNobodyOfAnEarlierRunAnswersIsSaid() throws IOException {
        Chores chores = new Chores(node, BOUND, null, List.of(), new ReachabilityWatch(node, BOUND));
        ChannelTransport transport = new ChannelTransport(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        EventLoop loop = new EventLoop(transport, new LoopClock(), node, "loop", time -> {});
        chores.begin(loop, 0, true);
        try (LogTrap log = new LogTrap()) {
            chores.run(15 * SECOND);
            assertThat(log.warnings())
                    .containsExactly(
                            "no node answers of those known from an earlier run; name one that is up as bootstrap");
        }
        transport.close();
    }

    @Test
    void aNodeThatBeginsANetworkIsAloneWithoutAWord() throws IOException {
        Chores chores = new Chores(node, BOUND, null, List.of(), new ReachabilityWatch(node, BOUND));
        ChannelTransport transport = new ChannelTransport(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        EventLoop loop = new EventLoop(transport, new LoopClock(), node, "loop", time -> {});
        chores.begin(loop, 0, false);
        try (LogTrap log = new LogTrap()) {
            chores.run(3_600 * SECOND);
            assertThat(log.warnings()).isEmpty();
        }
        transport.close();
    }

    @Test
    void aNameThatIsNoneIsSaidToBeOnce() {
        HostPort bootstrap = new HostPort("no.invalid", 9);
        Chores chores = new Chores(node, BOUND, null, List.of(bootstrap), new ReachabilityWatch(node, BOUND));
        try (LogTrap log = new LogTrap()) {
            chores.resolve();
            chores.resolve();
            assertThat(log.warnings()).hasSize(1);
            assertThat(log.warnings().get(0)).contains("no.invalid:9 cannot be resolved");
        }
    }

    @Test
    void contactsThatTheDiskRefusedAreSavedAgain() throws IOException {
        Contact contact = new Contact(Id.of(1, 2, 3, 4), Endpoint.v4(0x0A000001, 5));
        node.restore(0, List.of(contact));
        Path path = temporary.resolve("state");
        try (StateDirectory state = StateDirectory.open(path)) {
            state.load();
            ChannelTransport transport =
                    new ChannelTransport(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            EventLoop loop = new EventLoop(transport, new LoopClock(), node, "loop", time -> {});
            Chores chores = new Chores(node, BOUND, state, List.of(), new ReachabilityWatch(node, BOUND));
            chores.begin(loop, 0, false);
            Files.move(path, temporary.resolve("elsewhere"));
            chores.run(SECOND);
            assertThatThrownBy(() -> state.saveContacts(List.of()).join()).hasMessageContaining("cannot be written");
            Files.move(temporary.resolve("elsewhere"), path);
            chores.close();
            transport.close();
        }
        try (StateDirectory state = StateDirectory.open(path)) {
            assertThat(state.load().contacts()).containsExactly(contact);
        }
    }
}
