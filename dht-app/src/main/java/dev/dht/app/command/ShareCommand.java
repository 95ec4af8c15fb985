package dev.dht.app.command;

import dev.dht.app.address.HostPort;
import dev.dht.app.http.LocalApi;
import dev.dht.app.node.NodeSettings;
import dev.dht.app.node.StartedNode;
import dev.dht.app.share.FileServer;
import dev.dht.app.share.ShareList;
import dev.dht.app.share.SharedFile;
import dev.dht.app.share.Sharing;
import dev.dht.id.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A node that shares files under their hash. */
@Command(
        name = "share",
        description = {
            "Share files under their SHA-256, until SIGTERM or Ctrl-C: a node in the foreground, which serves each over"
                    + " HTTP at /ID and enters its id. Prints one line a file: its id and its path.",
            "Node and HTTP listen on all addresses of this machine, unless --bind names one: whoever reaches it can"
                    + " have the files.",
            "With --state it shares again what it shared before, and FILE may be left out; a file that has changed is"
                    + " hashed again."
        },
        footer = {"", "Example: dht share song.ogg --state ~/.dht --bootstrap 192.168.1.123:1729"})
final class ShareCommand extends ServingCommand {
    /** URLs that are said at the start; of more files it is said how they are made. */
    private static final int URLS = 20;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "What is shared.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--http-port",
            paramLabel = "N",
            converter = Words.AnyPort.class,
            description = "The TCP port it serves at; 0 for any (default: the one it had before, if its state knows"
                    + " and it is free, else any).")
    private @Nullable Integer httpPort;

    @Option(names = "--only", description = "Share the files named here alone, and forget those of before.")
    private boolean only;

    @Option(
            names = "--metrics",
            paramLabel = "HOST:PORT",
            converter = Words.Listen.class,
            description =
                    "Tell here how it does: /metrics for Prometheus, /healthz and /v1/info, and nothing else; port 0"
                            + " for any (default: nowhere).")
    private @Nullable HostPort metrics;

    @Option(
            names = "--api-token-file",
            paramLabel = "FILE",
            description = "Ask for the token in this file at --metrics (not for the files). Needed where others than"
                    + " this machine reach it, unless --state keeps one (DIR/api-token, made where there is none).")
    private @Nullable Path tokenFile;

    ShareCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        NodeSettings settings = settings();
        ShareList before = before(settings.state());
        List<SharedFile> shared = gather(before);
        // Before the metrics: of two servers in one process the first says how long an answer may take.
        FileServer server = bind(settings.bind(), before.httpPort());
        LocalApi api = null;
        StartedNode node;
        try {
            api = metrics == null ? null : bindMetrics(metrics);
            node = start(settings);
        } catch (RuntimeException e) {
            server.close();
            close(api);
            throw e;
        }
        return serve(node, server, new Sharing(node.dht(), server, shared, settings.state(), this::warn), before, api);
    }

    private int serve(StartedNode node, FileServer server, Sharing sharing, ShareList before, @Nullable LocalApi api)
            throws InterruptedException {
        Runnable end = () -> {
            sharing.close();
            node.close();
            close(api);
        };
        try {
            sharing.begin(before);
        } catch (IOException e) {
            end.run();
            throw Failure.words("--state: the list of what is shared cannot be kept: " + e.getMessage());
        }
        if (api != null) {
            api.metrics().alsoCounts(node.refusals());
            api.metrics().alsoCounts(server::refusals);
            api.metrics().alsoTells(server.connections());
            api.watch(node.dht(), hasBootstrap());
        }
        boolean told = shell.lifetime().untilEnd(end::run, node.ended(), () -> ready(node, server, sharing, api));
        if (told) {
            return ExitCode.DONE;
        }
        // Not a document: the one of this command was printed when it was ready.
        shell.err().println("dht share: the node ended by itself, without being told to; start it again");
        shell.err().flush();
        end.run();
        return ExitCode.NOT_DONE;
    }

    private LocalApi bindMetrics(HostPort where) {
        LocalApi api;
        try {
            api = LocalApi.bind(where.resolve());
        } catch (IOException | IllegalArgumentException e) {
            throw Failure.words("--metrics: " + e.getMessage() + "; --metrics 127.0.0.1:0 takes any port");
        }
        guard(api, "dht share", "--metrics", tokenFile);
        return api;
    }

    private static void close(@Nullable LocalApi api) {
        if (api != null) {
            api.close();
        }
    }

    private static ShareList before(@Nullable Path state) {
        try {
            return state == null ? ShareList.EMPTY : ShareList.read(state);
        } catch (IOException e) {
            throw Failure.words("--state: " + e.getMessage());
        }
    }

    private List<SharedFile> gather(ShareList before) {
        List<SharedFile> shared;
        try {
            shared = Sharing.files(
                    only ? List.of() : before.files(),
                    files.stream().map(Path::of).toList());
        } catch (IOException | InvalidPathException e) {
            throw Failure.words(String.valueOf(e.getMessage()));
        }
        if (shared.isEmpty()) {
            throw Failure.words("FILE is missing");
        }
        return shared;
    }

    private FileServer bind(@Nullable InetAddress address, int before) {
        try {
            if (httpPort == null && before != 0) {
                try {
                    return FileServer.bind(socket(address, before));
                } catch (IOException e) {
                    remark("dht share: " + e.getMessage() + "; another port is taken");
                }
            }
            return FileServer.bind(socket(address, httpPort == null ? 0 : httpPort));
        } catch (IOException e) {
            throw Failure.words("--http-port", e.getMessage() + "; --http-port 0 takes any port");
        }
    }

    private static InetSocketAddress socket(@Nullable InetAddress address, int port) {
        return address == null ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
    }

    private void warn(String text) {
        shell.err().println("dht share: " + text);
        shell.err().flush();
    }

    private void ready(StartedNode node, FileServer server, Sharing sharing, @Nullable LocalApi api) {
        List<Object> list = new ArrayList<>();
        List<String> urls = new ArrayList<>();
        String base = "http://" + new HostPort(host(node), server.port()) + "/";
        for (SharedFile file : sharing.shared()) {
            String url = base + file.id().hex();
            urls.add(url);
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("id", file.id().hex());
            each.put("path", file.path().toString());
            each.put("bytes", file.size());
            each.put("url", url);
            list.add(each);
            say(file.id().hex() + "  " + file.path());
        }
        String udp = HostPort.text(node.address());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", node.dht().nodeId().hex());
        document.put("udp", udp);
        document.put("http_port", server.port());
        document.put("metrics", api == null ? "-" : api.url());
        document.put("files", list);
        document(document);
        urls.stream().limit(URLS).forEach(url -> remark("dht share: " + url));
        if (urls.size() > URLS) {
            remark("dht share: and " + (urls.size() - URLS) + " more, each at " + base + "ID");
        }
        InetAddress bound = server.address();
        remark("dht share: listens on "
                + (bound.isAnyLocalAddress()
                        ? "all addresses of this machine (--bind ADDR for one alone)"
                        : bound.getHostAddress() + " alone")
                + "; node at " + udp
                + (api == null ? "" : ", metrics at " + api.url() + "/metrics"));
    }

    /** The address in the URLs: that which is bound; where that is all, the one that the node takes for its own. */
    private String host(StartedNode node) {
        InetAddress bound = node.address().getAddress();
        Endpoint own = node.dht().info().address();
        if (!hasBind() && own != null) {
            return own.host();
        }
        return bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress().getHostAddress() : bound.getHostAddress();
    }
}
