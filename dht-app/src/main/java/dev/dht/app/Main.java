package dev.dht.app;

import dev.dht.app.command.CommandTree;
import dev.dht.app.command.ProcessLifetime;
import dev.dht.app.command.Shell;
import dev.dht.app.node.UdpNodes;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/** Where the {@code dht} command begins. */
public final class Main {
    private Main() {}

    /** Does what the words say and ends the process with their exit code. */
    public static void main(String[] words) {
        Charset charset = Charset.defaultCharset();
        Shell shell = new Shell(
                System.in,
                new PrintWriter(System.out, true, charset),
                new PrintWriter(System.err, true, charset),
                Shell.isTerminal(),
                new UdpNodes(),
                new ProcessLifetime(),
                System.getenv());
        System.exit(CommandTree.execute(shell, words));
    }
}
