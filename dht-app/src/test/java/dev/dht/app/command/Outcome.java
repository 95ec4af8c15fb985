package dev.dht.app.command;

import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import dev.dht.app.node.NodeStarter;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a command printed and ended with. */
record Outcome(int exit, String out, String err) {
    /** A shell in which no node can be started. */
    static final NodeStarter NO_NODES = settings -> {
        throw new AssertionError("the command starts no node");
    };

    /** Told to end as soon as it serves. */
    static final Service UNTIL_NOW = (service, outSoFar) -> service.close();

    static Outcome of(NodeStarter nodes, String... words) {
        return of(nodes, false, UNTIL_NOW, words);
    }

    static Outcome of(NodeStarter nodes, boolean terminal, Service lifetime, String... words) {
        return of(nodes, terminal, lifetime, Map.of(), words);
    }

    static Outcome of(
            NodeStarter nodes, boolean terminal, Service lifetime, Map<String, String> environment, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        AtomicBoolean told = new AtomicBoolean();
        Lifetime untilTested = (service, ended, announce) -> {
            announce.run();
            AutoCloseable whenTold = () -> {
                told.set(true);
                service.close();
            };
            try {
                lifetime.run(whenTold, out.toString());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            // A real node that is closed has ended too, a moment later; that is not by itself.
            return told.get() || !ended.isDone();
        };
        Shell shell = new Shell(
                new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out),
                new PrintWriter(err),
                terminal,
                nodes,
                untilTested,
                environment);
        int exit = CommandTree.execute(shell, words);
        shell.out().flush();
        shell.err().flush();
        return new Outcome(exit, out.toString(), err.toString());
    }

    /** What happens while a command serves. */
    interface Service {
        void run(AutoCloseable service, String outSoFar) throws Exception;
    }

    /** The one document on standard output. */
    Fields json() {
        return Json.read(out);
    }
}
