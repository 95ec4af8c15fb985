package dev.dht.app.command;

import dev.dht.api.DhtException;
import dev.dht.app.client.NoNodeException;
import dev.dht.app.client.RefusedException;
import dev.dht.app.json.Json;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Ends a command that cannot be done: one line on standard error, with {@code --json} a document on standard output. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final Shell shell;
    private final boolean json;
    /** The words, options without their values. */
    private final Set<String> given = new HashSet<>();

    Errors(Shell shell, String[] words) {
        this.shell = shell;
        json = List.of(words).contains("--json");
        for (String word : words) {
            int equals = word.indexOf('=');
            given.add(equals < 0 ? word : word.substring(0, equals));
        }
    }

    @Override
    public int handleParseException(ParameterException first, String[] words) {
        ParameterException e = unknownOption(first, words);
        String message = WrongWords.said(e);
        String example = example(e, words);
        ArgSpec word = e.getArgSpec();
        if (word instanceof OptionSpec option
                && e.getCommandLine().getDefaultValueProvider() instanceof Configuration configuration
                && Arrays.stream(option.names()).noneMatch(given::contains)) {
            String source = configuration.sourceOf(word);
            if (source != null) {
                message = source + message.substring(Math.max(0, message.indexOf(':')));
                example = configuration.exampleOf(e.getCommandLine().getCommandSpec(), option);
            }
        }
        return end(e.getCommandLine(), ExitCode.WORDS, message, example, true);
    }

    /** The line to type where a file stands for an id; else what fits the words, or the option. */
    private static @Nullable String example(ParameterException e, String... words) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (command.parent() == null) {
            return null;
        }
        if (e.getCause() instanceof Words.FileForId) {
            return TypedLine.withIdOf(e.getValue(), command, words);
        }
        return WrongWords.isOfWords(e) ? Example.words(command) : Example.of(command, WrongWords.option(e));
    }

    /** Where a word without a name makes no sense, it may be the value of an option that there is not: then that is what is wrong. */
    private static ParameterException unknownOption(ParameterException e, String[] words) {
        CommandLine command = e.getCommandLine();
        if (!(e.getArgSpec() instanceof PositionalParamSpec)) {
            return e;
        }
        return Arrays.stream(words)
                .takeWhile(word -> !word.equals("--"))
                .filter(word -> word.startsWith("--"))
                .filter(word -> !command.getCommandSpec().optionsMap().containsKey(word.split("=", 2)[0]))
                .findFirst()
                .<ParameterException>map(word -> new UnmatchedArgumentException(command, List.of(word)))
                .orElse(e);
    }

    /** What the environment or a configuration file says is wrong. */
    int configuration(CommandLine command, IllegalArgumentException e) {
        String example = e instanceof WrongConfiguration wrong
                ? wrong.example()
                : Example.of(command.getCommandSpec(), "--" + Configuration.CONFIG);
        return end(command, ExitCode.WORDS, String.valueOf(e.getMessage()), example, false);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, @Nullable ParseResult words) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof Failure failure) {
            return end(
                    command,
                    failure.exitCode(),
                    message,
                    Example.of(command.getCommandSpec(), failure.option()),
                    false);
        }
        if (e instanceof NoNodeException) {
            return end(
                    command,
                    ExitCode.NO_NODE,
                    message + " (start one: dht node; or say where it is: --api http://HOST:PORT)");
        }
        if (e instanceof RefusedException refused) {
            return end(command, refused.status() == 400 ? ExitCode.WORDS : ExitCode.NOT_DONE, message);
        }
        if (e instanceof DhtException) {
            return end(command, ExitCode.NOT_DONE, message);
        }
        LoggerFactory.getLogger(Errors.class).debug("a defect", e);
        return end(command, ExitCode.NOT_DONE, "this is a defect of the command: " + e);
    }

    private int end(CommandLine command, int exitCode, String message) {
        return end(command, exitCode, message, Example.of(command.getCommandSpec(), null), false);
    }

    /** Where the words themselves are wrong, not what they name, the line says also where all options are told. */
    private int end(CommandLine command, int exitCode, String message, @Nullable String example, boolean optionsHelp) {
        String name = command.getCommandSpec().qualifiedName();
        String line = message.lines().findFirst().orElse("");
        shell.err()
                .println(name + ": " + line
                        + (exitCode == ExitCode.WORDS ? bracketed(command, example, optionsHelp) : ""));
        shell.err().flush();
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("error", line);
            document.put("exit", exitCode);
            shell.out().println(Json.text(document));
            shell.out().flush();
        }
        return exitCode;
    }

    /** An example in brackets; of {@code dht} alone, its help, which lists the commands. */
    private static String bracketed(CommandLine command, @Nullable String example, boolean optionsHelp) {
        if (command.getParent() == null) {
            return " (dht --help lists the commands)";
        }
        String help =
                optionsHelp ? "; " + command.getCommandSpec().qualifiedName() + " --help shows all options)" : ")";
        return example == null ? "" : " (example: " + example + help;
    }
}
