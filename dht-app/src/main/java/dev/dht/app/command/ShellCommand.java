package dev.dht.app.command;

import dev.dht.api.DhtException;
import dev.dht.app.address.HostPort;
import dev.dht.app.json.Json;
import dev.dht.app.node.NodeSettings;
import dev.dht.app.node.StartedNode;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands have: {@code --help}, {@code --json}, and a shell around them. */
abstract class ShellCommand implements Callable<Integer> {
    final Shell shell;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and end.")
    boolean help;

    @Option(names = "--json", description = "One JSON document on standard output, nothing else.")
    boolean json;

    ShellCommand(Shell shell) {
        this.shell = shell;
    }

    /** Text on standard output, where no document is wanted. */
    final void say(String text) {
        if (!json) {
            shell.out().println(text);
            shell.out().flush();
        }
    }

    /** The document on standard output, where it is wanted. */
    final void document(Object document) {
        if (json) {
            shell.out().println(Json.text(document));
            shell.out().flush();
        }
    }

    /** A remark on standard error, where no document is wanted. */
    final void remark(String text) {
        if (!json) {
            shell.err().println(text);
            shell.err().flush();
        }
    }

    /** Starts a node, or ends the command. */
    final StartedNode start(NodeSettings settings) {
        try {
            return shell.nodes().start(settings);
        } catch (IllegalArgumentException e) {
            throw Failure.words(String.valueOf(e.getMessage()));
        } catch (DhtException e) {
            if (e.reason() == DhtException.Reason.CANNOT_START) {
                throw Failure.words(option(e.setting()), String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** The option by which a node is given a setting; null for none. */
    private static @Nullable String option(DhtException.@Nullable Setting setting) {
        if (setting == null) {
            return null;
        }
        return switch (setting) {
            case PORT -> "--port";
            case ADDRESS -> "--bind";
            case STATE_DIRECTORY -> "--state";
        };
    }

    /** The IPv4 address of a node, or the end of the command. */
    static InetSocketAddress resolve(HostPort node) {
        try {
            return node.resolveNode();
        } catch (IllegalArgumentException e) {
            throw Failure.words(String.valueOf(e.getMessage()));
        }
    }
}
