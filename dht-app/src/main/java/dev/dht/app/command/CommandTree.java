package dev.dht.app.command;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code dht} and all below it. */
@Command(
        name = "dht",
        description = "A distributed hash table that maps 256-bit identities to the addresses where each can be had.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = CommandTree.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:not found, no answer, or refused",
            "2:the words are wrong, or say what cannot be had here",
            "3:no node at the API address"
        },
        footerHeading = "%ndht COMMAND --help shows what a command does and all its options.%n"
                + "With --json standard output is one JSON document; of an error it is "
                + "{\"error\": TEXT, \"exit\": CODE}.%nExample: dht demo --once%n")
public final class CommandTree implements Runnable {
    private static final Map<String, Function<Shell, ShellCommand>> COMMANDS = new LinkedHashMap<>();

    /** Where the node beside is: what the environment may say to the commands that ask it. */
    private static final Set<String> API_NAMES = Set.of("api", "token-file");

    static {
        COMMANDS.put("demo", DemoCommand::new);
        COMMANDS.put("node", NodeCommand::new);
        COMMANDS.put("id", IdCommand::new);
        COMMANDS.put("ping", PingCommand::new);
        COMMANDS.put("enter", EnterCommand::new);
        COMMANDS.put("delete", DeleteCommand::new);
        COMMANDS.put("lookup", LookupCommand::new);
        COMMANDS.put("info", InfoCommand::new);
        COMMANDS.put("share", ShareCommand::new);
        COMMANDS.put("fetch", FetchCommand::new);
        COMMANDS.put("simulate", SimulateCommand::new);
        COMMANDS.put("universe", UniverseCommand::new);
        COMMANDS.put("bench", BenchCommand::new);
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and end.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and end.")
    boolean version;

    @Spec
    private @Nullable CommandSpec spec;

    private CommandTree() {}

    /** Does what the words say; returns the exit code. */
    public static int execute(Shell shell, String... typed) {
        String[] words = alone(withoutHelpWord(typed));
        Errors errors = new Errors(shell, typed);
        Function<Shell, ShellCommand> only = words.length == 0 ? null : COMMANDS.get(words[0]);
        // To look at the annotations of the others would take a fifth of all the time that a short command takes.
        Collection<Function<Shell, ShellCommand>> needed = only == null ? COMMANDS.values() : List.of(only);
        CommandLine tree = of(shell, needed);
        try {
            configure(tree, shell, List.of(words));
        } catch (IllegalArgumentException e) {
            return errors.configuration(
                    Objects.requireNonNull(tree.getSubcommands().get(words[0])), e);
        }
        HelpLines.of(tree);
        return tree.setOut(shell.out())
                .setErr(shell.err())
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .execute(words);
    }

    /** The command with all below it. */
    static CommandLine of(Shell shell) {
        return of(shell, COMMANDS.values());
    }

    private static CommandLine of(Shell shell, Collection<Function<Shell, ShellCommand>> needed) {
        CommandLine tree = new CommandLine(new CommandTree());
        needed.forEach(command -> tree.addSubcommand(command.apply(shell)));
        return tree;
    }

    /** {@code help} and {@code help COMMAND}, which many type, as what they mean. */
    private static String[] withoutHelpWord(String[] words) {
        if (words.length == 0 || !words[0].equals("help")) {
            return words;
        }
        if (words.length == 1 || words[1].startsWith("-")) {
            return new String[] {"--help"};
        }
        return new String[] {words[1], "--help"};
    }

    /** A command that is none without what stands behind it: its help would be that of dht, as if all were well. */
    private static String[] alone(String[] words) {
        boolean isNone = words.length > 0 && !words[0].startsWith("-") && !COMMANDS.containsKey(words[0]);
        return isNone ? new String[] {words[0]} : words;
    }

    /** What the environment and a file say of options that the words do not give; for the command that the words name. */
    private static void configure(CommandLine tree, Shell shell, List<String> words) {
        CommandLine command = words.isEmpty() ? null : tree.getSubcommands().get(words.get(0));
        if (command == null) {
            return;
        }
        CommandSpec spec = command.getCommandSpec();
        Object user = spec.userObject();
        if (user instanceof ServingCommand) {
            // One file may serve both commands that run a node.
            Set<String> names =
                    new TreeSet<>(Configuration.namesOf(CommandSpec.forAnnotatedObject(new NodeCommand(shell))));
            names.addAll(Configuration.namesOf(CommandSpec.forAnnotatedObject(new ShareCommand(shell))));
            command.setDefaultValueProvider(new Configuration(spec, name -> true, names, shell.environment(), words));
        } else if (user instanceof ApiCommand) {
            command.setDefaultValueProvider(
                    new Configuration(spec, API_NAMES::contains, API_NAMES, shell.environment(), words));
        }
    }

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "a command is missing");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = CommandTree.class.getPackage().getImplementationVersion();
            return new String[] {"dht " + (version == null ? "(not packaged)" : version)};
        }
    }
}
