package dev.dht.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Id;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What is wrong is told with an example that fits it, and that is right itself. */
class ExampleTest {
    private static final String ID = Id.of(1, 2, 3, 4).hex();

    private static Collection<CommandLine> commands() {
        Shell shell = new Shell(null, null, null, false, Outcome.NO_NODES, null, Map.of());
        return CommandTree.of(shell).getSubcommands().values();
    }

    /** The words of an example, as the command reads them. */
    private static ParseResult read(CommandLine command, String example) {
        assertThat(example).startsWith("dht " + command.getCommandName());
        String[] words = example.replaceAll("\\$\\(dht id \\S+\\)", ID).split(" ");
        return command.getParent()
                .parseArgs(Arrays.copyOfRange(words, 1, words.length))
                .subcommand();
    }

    @Test
    void everyOptionHasAnExampleThatGivesItAndIsRight() {
        for (CommandLine command : commands()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                String example = Example.of(command.getCommandSpec(), option.longestName());

                assertThat(example).as(command.getCommandName() + " " + option).isNotNull();
                assertThat(read(command, example).hasMatchedOption(option.longestName()))
                        .as(example)
                        .isTrue();
            }
        }
    }

    @Test
    void theWordsBeforeTheOptionsHaveAnExampleThatIsRight() {
        for (CommandLine command : commands()) {
            ParseResult read = read(command, Example.words(command.getCommandSpec()));

            assertThat(read.matchedOptions()).isEmpty();
            assertThat(read.matchedPositionals())
                    .hasSameSizeAs(command.getCommandSpec().positionalParameters());
        }
    }

    @Test
    void anExampleIsOfTheOptionThatIsWrong() {
        for (String line :
                List.of("--port x", "--bind no.invalid", "--log loud", "--stores-per-second 0", "--metrics x")) {
            String option = line.substring(0, line.indexOf(' '));

            assertThat(errorOf(("share pom.xml " + line).split(" ", -1)))
                    .contains("(example: dht share song.ogg " + option + " ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench store --entries 7  | dht bench store --entries 100000",
                "bench lookup --nodes x   | dht bench lookup --nodes 1000",
                "bench table --seconds 0  | dht bench table --seconds 1",
                "bench speed --seconds 1  | dht bench table",
                "bench table store        | dht bench table",
                "universe --seed x        | dht universe --seed 7",
                "universe --minutes 3     | dht universe --campaign --minutes 5",
                "enter ID http            | dht enter $(dht id song.ogg) 8080",
                "lookup abc               | dht lookup $(dht id song.ogg)",
                "fetch                    | dht fetch $(dht id song.ogg)",
                "info now                 | dht info",
                "ping localhost           | dht ping 127.0.0.1:1729",
                "simulate --liars 7       | dht simulate --liars 0.1",
            })
    void anExampleIsOfWhatIsWrong(String line, String example) {
        assertThat(errorOf(line.replace("ID", ID).split(" ", -1)))
                .containsPattern("\\(example: \\Q" + example + "\\E[;)]");
    }

    @Test
    void whereAFileStandsForAnIdTheLineToTypeIsGiven(@TempDir Path directory) throws IOException {
        String file = Files.writeString(directory.resolve("song.ogg"), "la").toString();
        String spaced =
                Files.writeString(directory.resolve("my song's.ogg"), "la").toString();
        String quoted = "'" + directory + "/my song'\\''s.ogg'";

        assertThat(errorOf("lookup", file)).contains("(example: dht lookup $(dht id " + file + "); ");
        assertThat(errorOf("enter", file, "8080", "--no-wait"))
                .contains("(example: dht enter $(dht id " + file + ") 8080 --no-wait; ");
        assertThat(errorOf("fetch", "-o", file, file))
                .contains("(example: dht fetch -o " + file + " $(dht id " + file + "); ");
        assertThat(errorOf("fetch", spaced, "-o", "a copy"))
                .contains(
                        "dht id " + quoted + " gives its id",
                        "(example: dht fetch $(dht id " + quoted + ") -o 'a copy'; ");
    }

    @Test
    void aNameThatLooksLikeAnOptionIsGivenSoThatItIsNone() {
        assertThat(TypedLine.fileName("-x")).isEqualTo("./-x");
        assertThat(TypedLine.fileName("-")).isEqualTo("./-");
        assertThat(TypedLine.fileName("--a b")).isEqualTo("'./--a b'");
        assertThat(TypedLine.fileName("~a")).isEqualTo("'~a'");
        assertThat(TypedLine.fileName("")).isEqualTo("''");
        CommandLine lookup = CommandTree.of(new Shell(null, null, null, false, Outcome.NO_NODES, null, Map.of()))
                .getSubcommands()
                .get("lookup");
        assertThat(TypedLine.withIdOf("-x", lookup.getCommandSpec(), "lookup", "--", "-x"))
                .isEqualTo("dht lookup -- $(dht id ./-x)");
    }

    private static String errorOf(String... words) {
        Outcome outcome = Outcome.of(Outcome.NO_NODES, words);
        assertThat(outcome.exit()).isEqualTo(2);
        return outcome.err();
    }
}
