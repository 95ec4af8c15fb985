package dev.dht;

import dev.dht.api.Receipt;
import dev.dht.id.Id;
import java.nio.file.Path;
import java.util.List;

/**
 * A process to be killed: a node with a state directory that tells what it has, then enters ids for ever and tells each
 * when it is acknowledged. Its arguments: the directory, the first number, a bootstrap or nothing.
 */
final class KilledProcess {
    private KilledProcess() {}

    public static void main(String[] arguments) {
        DhtNodeBuilder builder = Swarm.builder(Path.of(arguments[0]));
        if (arguments.length > 2) {
            builder.bootstrap(arguments[2]);
        }
        DhtNode node = builder.start();
        System.out.println("node " + node.nodeId() + " " + node.address().getPort());
        List<Receipt> entries = node.entries();
        entries.forEach(e -> System.out.println("has " + e.id() + " " + e.port()));
        System.out.println("begins");
        for (int i = Integer.parseInt(arguments[1]); ; i++) {
            Id id = Id.of(i, i, i, i);
            node.enter(id, i % 60_000 + 1);
            System.out.println("entered " + id + " " + (i % 60_000 + 1));
        }
    }
}
