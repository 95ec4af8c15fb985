package dev.dht;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the library may import: the core and the JDK, and of that no HTTP and no terminal. */
class ArchitectureTest {
    private final JavaClasses library = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void theLibraryKnowsTheCoreAndTheJdkAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "jdk.jfr..",
                        "org.jspecify.annotations",
                        "dev.dht",
                        "dev.dht.flight",
                        "dev.dht.reach",
                        "dev.dht.state..",
                        "dev.dht.udp..",
                        "dev.dht.api",
                        "dev.dht.id",
                        "dev.dht.wire",
                        "dev.dht.routing",
                        "dev.dht.lookup",
                        "dev.dht.store",
                        "dev.dht.publish",
                        "dev.dht.query",
                        "dev.dht.answer",
                        "dev.dht.node")
                .allowEmptyShould(true)
                .check(library);
    }

    @Test
    void theLibraryKnowsNoHttpAndNoTerminal() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "com.sun.net.httpserver..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.Console")
                .allowEmptyShould(true)
                .check(library);
    }

    @Test
    void stateAndSocketsDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("dev.dht.state..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.dht.udp..")
                .allowEmptyShould(true)
                .check(library);
        noClasses()
                .that()
                .resideInAPackage("dev.dht.udp..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.dht.state..")
                .allowEmptyShould(true)
                .check(library);
    }
}
