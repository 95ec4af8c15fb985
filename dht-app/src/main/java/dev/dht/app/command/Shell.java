package dev.dht.app.command;

import dev.dht.app.node.NodeStarter;
import java.io.Console;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;

/**
 * What a command has around it.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param terminal whether a person reads the output as it comes
 * @param nodes where nodes come from
 * @param lifetime how long a command that serves goes on
 * @param environment the variables of the environment
 */
public record Shell(
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        boolean terminal,
        NodeStarter nodes,
        Lifetime lifetime,
        Map<String, String> environment) {
    /** Copies the variables. */
    public Shell {
        environment = Map.copyOf(environment);
    }

    /** Whether standard input and output of this process are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // both answers are looked at
    public static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since JDK 22 there is a console without a terminal too, and a method that tells.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
