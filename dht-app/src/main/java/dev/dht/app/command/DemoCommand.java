package dev.dht.app.command;

import dev.dht.app.demo.Demo;
import dev.dht.app.demo.DemoException;
import dev.dht.app.demo.DemoReport;
import dev.dht.app.demo.Step;
import dev.dht.app.http.LocalApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The demonstration. */
@Command(
        name = "demo",
        description = {
            "Run a swarm of real nodes on this machine that share a file and find it again.",
            "Its bytes are served over HTTP beside one node under their SHA-256, looked up from another, fetched and"
                    + " checked. Then the swarm stays up, until Ctrl-C."
        },
        footer = {"", "Example: dht demo --nodes 16 --once"})
final class DemoCommand extends ShellCommand {
    private static final int LEAST_NODES = 2;
    private static final int API_PORT = 1780;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            converter = Words.Count.class,
            defaultValue = "16",
            description = "How many nodes, 2 to 1000 (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(names = "--once", description = "End when the bytes are checked.")
    private boolean once;

    @Option(names = "--file", paramLabel = "FILE", description = "The file to share (default: this program's own).")
    private @Nullable Path file;

    DemoCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (nodes < LEAST_NODES || nodes > Demo.MOST_NODES) {
            throw Failure.words(
                    "--nodes: a swarm has " + LEAST_NODES + " to " + Demo.MOST_NODES + " nodes, not " + nodes);
        }
        if (file != null && !(Files.isRegularFile(file) && Files.isReadable(file))) {
            throw Failure.words("--file: " + file + " is not a file that can be read");
        }
        Demo demo = new Demo(shell.nodes(), nodes);
        try {
            say("A swarm of " + nodes + " real nodes on this machine, each with its own UDP port, and a file to find.");
            say("");
            DemoReport report = demo.run(file == null ? Demo.ownFile() : file, this::show);
            say("");
            say(String.format(
                    Locale.ROOT,
                    "Found, fetched and verified in %.1f s.",
                    report.elapsed().toMillis() / 1e3));
            if (once) {
                document(report.document());
            } else {
                stayUp(demo, report);
            }
        } catch (DemoException e) {
            throw new Failure(ExitCode.NOT_DONE, String.valueOf(e.getMessage()));
        } finally {
            demo.close();
        }
        return ExitCode.DONE;
    }

    private void stayUp(Demo demo, DemoReport report) throws InterruptedException {
        try (LocalApi api = bindApi()) {
            demo.serve(api, report);
            shell.lifetime().untilEnd(demo, new CompletableFuture<Void>(), () -> announce(api, report));
        }
    }

    private void announce(LocalApi api, DemoReport report) {
        Map<String, @Nullable Object> document = report.document();
        document.put("api", api.url());
        document(document);
        String where = api.address().getPort() == API_PORT ? "" : " --api " + api.url();
        say("");
        say("The swarm stays up until Ctrl-C. Node 1 answers at " + api.url() + ", so in another terminal try");
        String dht = System.getProperty("dht.command", "dht");
        say("  " + dht + " info" + where);
        say("  " + dht + " lookup " + report.id().hex() + where);
        say("  curl " + api.url() + "/v1/lookup/" + report.id().hex());
        say("");
        say("Node " + report.owner()
                + " entered the file, so it is in that node's entries, not in node 1's; it serves it at");
        say("  " + report.url());
        say("and these have the entries of all nodes, and fetch the file by its id:");
        say("  curl " + api.url() + "/v1/swarm");
        say("  " + dht + " fetch " + report.id().hex() + " -o copy" + where);
        say("");
        say("The swarm as a picture, with nodes to kill: " + api.url() + "/");
    }

    private static LocalApi bindApi() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try {
            return LocalApi.bind(new InetSocketAddress(loopback, API_PORT));
        } catch (IOException taken) {
            try {
                return LocalApi.bind(new InetSocketAddress(loopback, 0));
            } catch (IOException e) {
                throw new Failure(ExitCode.NOT_DONE, String.valueOf(e.getMessage()));
            }
        }
    }

    private void show(Step step) {
        String name = step.name();
        String time = String.format(Locale.ROOT, "%9.1f ms", step.elapsed().toNanos() / 1e6);
        for (String line : step.text().lines().toList()) {
            say(String.format(Locale.ROOT, "%12s  %-8s %s", time, name, line));
            time = "";
            name = "";
        }
    }
}
