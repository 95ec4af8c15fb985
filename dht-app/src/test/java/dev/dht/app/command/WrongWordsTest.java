package dev.dht.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Id;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong words end with 2, and one line that says what and gives an example. */
class WrongWordsTest {
    private static final String ID = Id.of(1, 2, 3, 4).hex();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "ping                      | dht ping: HOST:PORT is missing (example: dht ping 127.0.0.1:1729; dht ping --help shows all options)",
                "ping localhost            | HOST:PORT: 'localhost' is not HOST:PORT: it has no port",
                "ping localhost:0          | a port is a whole number from 1 to 65535, not '0'",
                "ping localhost:65536      | a port is a whole number from 1 to 65535, not '65536'",
                "ping localhost:x          | a port is a whole number from 1 to 65535, not 'x'",
                "ping localhost:           | a port is a whole number from 1 to 65535, not ''",
                "ping :1729                | the host is not a name or an address",
                "ping ::1:1729             | an IPv6 address stands in brackets",
                "ping [::1]:1729           | ::1 has no IPv4 address, and nodes speak IPv4 only",
                "ping no.such.invalid:1729 | the name no.such.invalid does not resolve to an address",
                "ping 1.1.1.1:1 2.2.2.2:2  | one word too many: '2.2.2.2:2' (example: dht ping ",
                "enter abc 80              | ID: an id is 64 hex digits or 52 letters of base32; this has 3 characters",
                "enter 7 80                | ID: an id is 64 hex digits or 52 letters of base32; this has 1 character (",
                "enter                     | ID is missing (example: dht enter ",
                "enter ID                  | PORT is missing",
                "enter ID 0                | PORT: a port is a whole number from 1 to 65535, not '0'",
                "enter ID 70000            | PORT: a port is a whole number from 1 to 65535, not '70000'",
                "enter ID http             | PORT: a port is a whole number from 1 to 65535, not 'http'",
                "enter ID -80              | PORT: a port is a whole number from 1 to 65535, not '-80'",
                "enter ID 80 --api x       | --api: 'x' is not HOST:PORT: it has no port",
                "enter ID 80 --api ftp://x | --api: 'ftp://x' is not a URL that begins with http://",
                "enter ID 80 --api http://127.0.0.1:1780/v1 | --api: nothing stands behind the port: http://127.0.0.1:1780, not 'http://127.0.0.1:1780/v1'",
                "delete                    | ID is missing",
                "delete ID0                | ID: an id is 64 hex digits",
                "lookup                    | ID is missing",
                "lookup ID --bootstrap 127.0.0.1:1729,x | --bootstrap: 'x' is not HOST:PORT: it has no port",
                "lookup ID --bootstrap x   | --bootstrap: 'x' is not HOST:PORT: it has no port",
                "lookup ID --bootstrap no.invalid:1 | the name no.invalid does not resolve to an address",
                "info now                  | one word too many: 'now' (example: dht info ",
                "info --api http://:80     | --api: ':80' is not HOST:PORT",
                "share                     | FILE is missing (example: dht share ",
                "share no-such-file        | there is no file no-such-file",
                "share .                   | . is a directory, not a file",
                "share /dev/null           | /dev/null is not a file",
                "share pom.xml --http-port x | --http-port: a port is a whole number from 0 to 65535, not 'x'",
                "share pom.xml --bind 192.0.2.1 | --bind: 192.0.2.1 is not an address of this machine",
                "fetch                     | ID is missing (example: dht fetch ",
                "fetch abc                 | ID: an id is 64 hex digits or 52 letters of base32; this has 3 characters",
                "fetch ID -o               | -o, --output has no value: FILE is missing",
                "fetch ID -o .             | -o: . is a directory, not a file",
                "fetch ID -o no/such/file  | -o: there is no directory ",
                "fetch ID -o pom.xml       | -o: pom.xml is there already, and it is something else; give another name by -o FILE, or move that one away",
                "fetch pom.xml             | ID: 'pom.xml' is a file, not an id; dht id pom.xml gives its id",
                "fetch ID --bootstrap x    | --bootstrap: 'x' is not HOST:PORT: it has no port",
                "id                        | FILE is missing (example: dht id README.md; dht id --help",
                "id no-such-file           | there is no file no-such-file",
                "id @no-such-file          | there is no file @no-such-file",
                "id .                      | . is a directory, not a file",
                "node --port 65536         | --port: a port is a whole number from 0 to 65535, not '65536'",
                "node --port -1            | a port is a whole number from 0 to 65535, not '-1'",
                "node --bootstrap x:0      | --bootstrap: a port is a whole number from 1 to 65535, not '0'",
                "node --bind no.invalid    | --bind: the name no.invalid does not resolve to an address",
                "node --bind ::1           | --bind: ::1 is no IPv4 address, and a node uses no others yet",
                "node --bind 192.0.2.1     | --bind: 192.0.2.1 is not an address of this machine",
                "node --api 1780           | --api: '1780' is not HOST:PORT: it has no port",
                "node --api no.invalid:0   | --api: the name no.invalid does not resolve to an address",
                "node --api 192.0.2.1:0    | the API cannot listen on 192.0.2.1:0",
                "node --porf 1             | unknown option '--porf'; did you mean --port? (",
                "node --boot x             | unknown option '--boot'; did you mean --bootstrap? (",
                "info -x                   | unknown option '-x' (example: dht info ",
                "node --host 127.0.0.1     | unknown option '--host'; did you mean --bind? (example: dht node --bind 127.0.0.1; dht node --help",
                "share pom.xml --host=x    | unknown option '--host=x'; did you mean --bind? (example: dht share song.ogg --bind 127.0.0.1; ",
                "fetch --host x            | unknown option '--host'",
                "lookup --peer 127.0.0.1:1 ID | unknown option '--peer'",
                "lookup ID --host x        | unknown option '--host'; did you mean --api? (example: dht lookup $(dht id song.ogg) --api http://127.0.0.1:1780; ",
                "node --peer 10.0.0.1:1729 | unknown option '--peer'; did you mean --bootstrap? (",
                "node --data-dir x         | unknown option '--data-dir'; did you mean --state? (",
                "node -v                   | unknown option '-v'; did you mean --log? (example: dht node --log info; ",
                "info --port 1780          | unknown option '--port'; did you mean --api? (example: dht info --api http://127.0.0.1:1780; ",
                "node --port               | --port has no value: N is missing",
                "node --port --no-api      | --port has no value: N is missing",
                "node --port 1 --port 2    | --port is given twice",
                "info --json=maybe         | --json takes no value",
                "ping 0.0.0.0:1729         | 0.0.0.0 is not the address of one machine",
                "demo --nodes 1            | --nodes: a swarm has 2 to 1000 nodes, not 1",
                "demo --nodes 1001         | --nodes: a swarm has 2 to 1000 nodes, not 1001",
                "demo --nodes many         | --nodes: 'many' is not a whole number",
                "demo --file no-such-file  | --file: no-such-file is not a file that can be read",
                "demo --file .             | --file: . is not a file that can be read",
                "simulate --nodes 1        | --nodes: 2 to 4194304, not 1",
                "simulate --nodes many     | --nodes: 'many' is not a whole number",
                "simulate --nodes 1 --nodes 2 | --nodes is given twice",
                "simulate --hours 0        | --hours: a simulation takes some time, 0.001 to 10000 hours, not 0",
                "simulate --hours NaN      | --hours: 0 to 10000, not NaN",
                "simulate --churn heavy    | --churn: one of none, kad, ipfs, harsh, not 'heavy'",
                "simulate --loss 1.5       | --loss: 0 to 1, not 1.5",
                "simulate --loss x         | --loss: 'x' is not a number",
                "simulate --unreachable -1 | --unreachable: 0 to 1, not -1",
                "simulate --start warm     | --start: one of join, settled, not 'warm'",
                "simulate --maintenance no | --maintenance: on or off, not 'no'",
                "simulate --entries 0      | --entries: at least 1, not 0",
                "simulate --seed x         | --seed: 'x' is not a whole number of 64 bits, as 7 or 0x1f",
                "simulate --scenario no-such-file | --scenario: no-such-file is not a file that can be read",
                "simulate --hours 0.001 --nodes 2 --report no/such/r.html | --report: no/such/r.html cannot be written",
                "simulate --hours 0.001 --nodes 2 --dump-trace no/such/t | --dump-trace: no/such/t cannot be written",
                "universe                  | which universe? --seed says one, --campaign draws many",
                "universe --seed x         | --seed: 'x' is not a whole number of 64 bits",
                "universe --minutes 3      | --campaign is missing",
                "universe --campaign --minutes 0 | --minutes: more than 0, to 100000, not 0",
                "bench                     | NAME is missing (example: dht bench table; dht bench --help",
                "bench speed               | NAME: one of table, store, codec, serve, lookup, publish, all, not 'speed'",
                "bench table store         | one word too many: 'store'",
                "bench store --entries many | --entries: 'many' is not a whole number",
                "bench store --entries 1000 | --entries: 1024 to 10000000 entries, not 1000",
                "bench store --nodes 63   | --nodes: 64 to 1000000 nodes, not 63",
                "bench store --entries 10000001 | --entries: 1024 to 10000000 entries, not 10000001",
                "node --stores-per-second 0 | --stores-per-second: 1 to 1000000, not 0",
                "bench table --seconds 0   | --seconds: 0.001 to 600, not 0",
                "bench table --seconds NaN | --seconds: 0.001 to 600, not NaN",
                "bench table --seconds x   | --seconds: 'x' is not a number"
            })
    void wrongWordsEndWithTwoAndOneLine(String line, String message) {
        String[] words = line.replace("ID", ID).split(" ");

        Outcome outcome = Outcome.of(Outcome.NO_NODES, words);

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err())
                .startsWith("dht")
                .contains(message)
                .contains("(example: dht " + words[0])
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''          | dht: a command is missing",
                "bogus       | dht: unknown command 'bogus'",
                "foo         | dht: unknown command 'foo'",
                "help foo    | dht: unknown command 'foo'",
                "foo --help  | dht: unknown command 'foo'",
                "lookpu      | dht: unknown command 'lookpu'; did you mean lookup?",
                "sim         | dht: unknown command 'sim'; did you mean simulate?",
                "nodes       | dht: unknown command 'nodes'; did you mean node?",
                "--json info | dht: unknown option '--json': a command stands first, its options behind it",
                "--bogus     | dht: unknown option '--bogus': a command stands first, its options behind it"
            })
    void whereNoCommandIsSaidTheHelpThatListsThemIs(String line, String message) {
        String[] words = line.isEmpty() ? new String[0] : line.split(" ");

        Outcome outcome = Outcome.of(Outcome.NO_NODES, words);

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).isEqualToNormalizingNewlines(message + " (dht --help lists the commands)\n");
    }

    @Test
    void whereTheWordsThemselvesAreRightTheHelpIsNotPointedTo() {
        assertThat(Outcome.of(Outcome.NO_NODES, "node", "--porf", "1").err()).contains("; dht node --help shows all");
        assertThat(Outcome.of(Outcome.NO_NODES, "id", "no-such-file").err()).doesNotContain("--help");
    }

    @Test
    void anOptionWithItsValueIsLedOnAndACommandThatIsNoneStillHasItsDocument() {
        assertThat(Outcome.of(Outcome.NO_NODES, "node", "--porf=1").err()).contains("did you mean --port");
        for (String words : List.of("foo --json", "help foo --json")) {
            Outcome outcome = Outcome.of(Outcome.NO_NODES, words.split(" "));
            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.json().text("error")).contains("unknown command 'foo'");
        }
    }

    @Test
    void helpAsAWordIsTheHelp() {
        assertThat(Outcome.of(Outcome.NO_NODES, "help")).isEqualTo(Outcome.of(Outcome.NO_NODES, "--help"));
        assertThat(Outcome.of(Outcome.NO_NODES, "help", "node"))
                .isEqualTo(Outcome.of(Outcome.NO_NODES, "node", "--help"));
    }

    @Test
    void theHelpSaysHowSeveralNodesToBeginWithAreTyped() {
        for (String command : List.of("node", "share", "lookup", "fetch")) {
            assertThat(Outcome.of(Outcome.NO_NODES, command, "--help").out())
                    .contains("--bootstrap=HOST:PORT[,HOST:PORT...]");
        }
    }

    @Test
    void theHelpOfCommandsThatAskANodeNamesTheVariablesOfTheEnvironment() {
        for (String command : List.of("enter", "delete", "lookup", "info", "fetch")) {
            assertThat(Outcome.of(Outcome.NO_NODES, command, "--help").out())
                    .contains("DHT_API ", "DHT_TOKEN_FILE", "DHT_API_TOKEN");
        }
    }

    @Test
    void theHelpOfEnterTellsThatAReplacedPortIsGivenUntilItsHourIsOver() {
        assertThat(Outcome.of(Outcome.NO_NODES, "enter", "--help").out())
                .containsIgnoringWhitespaces("holders give the old one too until its hour");
    }

    @Test
    void withJsonAnErrorIsADocumentToo() {
        Outcome outcome = Outcome.of(Outcome.NO_NODES, "enter", ID, "0", "--json");

        assertThat(outcome.json().all())
                .isEqualTo(Map.of("error", "PORT: a port is a whole number from 1 to 65535, not '0'", "exit", 2));
        assertThat(outcome.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo",
                "node",
                "id",
                "ping",
                "enter",
                "delete",
                "lookup",
                "info",
                "share",
                "fetch",
                "simulate",
                "universe",
                "bench"
            })
    void helpEndsWithNothingAndGivesAnExample(String command) {
        List<String> words = command.isEmpty() ? List.of("--help") : List.of(command, "--help");

        Outcome outcome = Outcome.of(Outcome.NO_NODES, words.toArray(String[]::new));

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(outcome.out())
                .startsWith("Usage: dht")
                .contains("Example: dht ")
                .contains("--help");
        if (!command.isEmpty()) {
            assertThat(outcome.out()).contains("--json");
        }
    }

    @Test
    void helpBreaksNoAddress() {
        for (String command : List.of("node", "enter", "delete", "lookup", "info", "fetch")) {
            List<String> words = List.of(
                    Outcome.of(Outcome.NO_NODES, command, "--help").out().split("\\s+", -1));

            assertThat(words)
                    .filteredOn(word -> word.contains("127") || word.contains("//") || word.contains("1780"))
                    .isNotEmpty()
                    .allMatch(word -> word.matches("(http://)?127\\.0\\.0\\.1:\\d+[).]*") || word.startsWith("192."));
            assertThat(words).filteredOn(word -> word.contains("PORT[")).allMatch(word -> word.contains("...]"));
        }
    }

    @Test
    void aDescriptionGoesOnBelowWhereItBegan() {
        String words = "word ".repeat(20).strip();

        String broken = HelpLines.broken("  -a, --all=X   " + words + "\n  -b            short\n");

        assertThat(broken.lines().toList())
                .hasSize(3)
                .allMatch(line -> line.length() <= 100)
                .element(1)
                .isEqualTo(" ".repeat(18) + "word word word");
    }

    @Test
    void theVersionIsOneLine() {
        Outcome outcome = Outcome.of(Outcome.NO_NODES, "--version");

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.out().lines()).hasSize(1);
    }
}
