package dev.dht.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the benchmarks may import: the parts that they measure, the library as its users have it, JMH and the JDK. */
class ArchitectureTest {
    private final JavaClasses benchmarks = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void theBenchmarksKnowWhatTheyMeasureAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.sun.management..",
                        "org.openjdk.jmh..",
                        "org.jspecify.annotations",
                        "dev.dht",
                        "dev.dht.udp",
                        "dev.dht.api",
                        "dev.dht.id",
                        "dev.dht.wire",
                        "dev.dht.routing",
                        "dev.dht.store",
                        "dev.dht.node",
                        "dev.dht.sim",
                        "dev.dht.sim.study",
                        "dev.dht.bench..")
                .check(benchmarks);
    }
}
