package dev.dht.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.check.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes, the node keeps its bounds and its promises, and goes on. */
class WholeNodeTest {
    /** Inputs that a campaign once found something with, or that reach far. */
    private static final Path FINDINGS = Path.of("src", "test", "resources", "findings");

    @Test
    void whateverComesTheNodeKeepsItsPromises() {
        Property.check(choices -> new Attack(choices).run());
    }

    @ParameterizedTest
    @MethodSource
    void whatWasFoundOnceDoesNotComeBack(Path finding) throws IOException {
        new Attack(Choices.reading(Files.readAllBytes(finding))).run();
    }

    static List<Path> whatWasFoundOnceDoesNotComeBack() throws IOException {
        try (Stream<Path> files = Files.list(FINDINGS)) {
            List<Path> all = files.sorted().toList();
            assertThat(all).isNotEmpty();
            return all;
        }
    }
}
