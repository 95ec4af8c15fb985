package dev.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.node.Node;
import dev.dht.node.NodeSettings;
import dev.dht.node.Scratch;
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
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoresTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Endpoint BOUND = Endpoint.v4(0x7F000001, 1);

    @TempDir
    Path temporary;

    private final Node node = new Node(
            NodeSettings.DEFAULT,
            Id.ZERO,
            new SplittableRandom(1),
            new SplittableRandom(2),
            (path, to, datagram) -> true,
            Scratch.upTo(2_048),
            0,
            0);

    @Test
    void theNodeIsToldOnlyOfOtherBootstrapEndpoints() throws IOException {
        Chores chores = new Chores(
                node, BOUND, null, List.of(new HostPort("127.0.0.1", 9)), new ReachabilityWatch(node, BOUND));
        ChannelTransport transport = new ChannelTransport(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        EventLoop loop = new EventLoop(transport, new LoopClock(), node, "loop", time -> {});
        chores.begin(loop, 0);
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
            chores.begin(loop, 0);
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
