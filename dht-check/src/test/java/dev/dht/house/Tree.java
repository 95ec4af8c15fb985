package dev.dht.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The source tree that this test was built from. */
final class Tree {
    private Tree() {}

    static Path root() {
        for (Path path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.isRegularFile(path.resolve("pom.xml")) && Files.isDirectory(path.resolve("dht-core"))) {
                return path;
            }
        }
        throw new IllegalStateException(
                "not inside the source tree: " + Path.of("").toAbsolutePath());
    }

    static List<Path> modules() {
        try (Stream<Path> children = Files.list(root())) {
            return children.filter(path -> Files.isRegularFile(path.resolve("pom.xml")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Source> javaFiles() {
        return modules().stream()
                .map(module -> module.resolve("src"))
                .filter(Files::isDirectory)
                .flatMap(Tree::javaFilesUnder)
                .toList();
    }

    private static Stream<Source> javaFilesUnder(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.toString().endsWith(".java")).sorted().map(Tree::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source read(Path file) {
        try {
            String path = root().relativize(file).toString().replace('\\', '/');
            return Source.of(path, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
