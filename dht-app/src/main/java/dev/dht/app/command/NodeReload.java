package dev.dht.app.command;

import dev.dht.app.address.HostPort;
import dev.dht.app.command.ConfigFile.Line;
import dev.dht.app.http.AccessToken;
import dev.dht.app.http.Reload;
import dev.dht.app.log.LogSetup;
import dev.dht.app.node.StartedNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node takes over while it runs: its bootstrap nodes, how much it logs, and the token of its API, whose file is read
 * again. All else that a file says is taken over by a restart.
 */
final class NodeReload implements Reload {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReload.class);

    private static final String BOOTSTRAP = "bootstrap";
    private static final String LOG_LEVEL = "log";

    private final StartedNode node;
    private final Configuration configuration;
    private final Set<String> given;
    private final @Nullable AccessToken token;

    /**
     * Of a node that runs.
     *
     * @param given the names of the options that its command line gave
     * @param token that of its API; null where that has none
     */
    NodeReload(StartedNode node, Configuration configuration, Set<String> given, @Nullable AccessToken token) {
        this.node = node;
        this.configuration = configuration;
        this.given = given;
        this.token = token;
    }

    @Override
    public synchronized Outcome reload() {
        List<String> changed = new ArrayList<>();
        List<String> bootstrap = new ArrayList<>();
        String[] level = {"warn"};
        boolean[] hasNewToken = {false};
        List<String> names = configuration.reread(given, file -> {
            bootstrap.addAll(bootstrapOf(file));
            level[0] = levelOf(file);
            // The last that may be wrong: from here on all is taken over.
            hasNewToken[0] = token != null && hasNewToken(token);
        });
        List<String> needsRestart = new ArrayList<>(names);
        if (needsRestart.remove(BOOTSTRAP)) {
            node.bootstrap().accept(bootstrap);
            changed.add(BOOTSTRAP);
        }
        if (needsRestart.remove(LOG_LEVEL)) {
            LogSetup.level(level[0]);
            changed.add(LOG_LEVEL);
        }
        if (token != null && hasNewToken[0]) {
            changed.add("the token in " + token.file());
        }
        return new Outcome(changed, needsRestart);
    }

    /** The same for who cannot be answered: what came of it is logged, where a person must act. */
    void reloadAndTell() {
        try {
            Outcome outcome = reload();
            LOG.info("read again; changed: {}", outcome.changed());
            if (!outcome.needsRestart().isEmpty()) {
                LOG.warn(
                        "the configuration was read again, but {} is taken over by a restart alone",
                        outcome.needsRestart());
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("the configuration was not taken over: {}", e.getMessage());
        }
    }

    private static boolean hasNewToken(AccessToken token) {
        try {
            return token.reload();
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static List<String> bootstrapOf(ConfigFile file) {
        Line line = file.lines().get(BOOTSTRAP);
        List<String> nodes = new ArrayList<>();
        if (line != null) {
            for (String node : line.value().split(",", -1)) {
                nodes.add(said(
                        file,
                        BOOTSTRAP,
                        line,
                        () -> HostPort.parse(node.strip(), 1).toString()));
            }
        }
        return nodes;
    }

    private static String levelOf(ConfigFile file) {
        Line line = file.lines().get(LOG_LEVEL);
        return line == null ? "warn" : said(file, LOG_LEVEL, line, () -> LogSetup.known(line.value()));
    }

    private static String said(ConfigFile file, String name, Line line, Supplier<String> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file.path() + ":" + line.number() + ": " + name + ": " + e.getMessage(), e);
        }
    }
}
