package dev.dht.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the command may import: a Dht and what it is made of, never the rules of the protocol. */
class ArchitectureTest {
    private static final ArchRule NO_PROTOCOL_RULES = noClasses()
            .that()
            .resideInAPackage("dev.dht.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.dht.wire",
                    "dev.dht.routing",
                    "dev.dht.lookup",
                    "dev.dht.store",
                    "dev.dht.publish",
                    "dev.dht.query",
                    "dev.dht.answer",
                    "dev.dht.node",
                    "dev.dht.udp..",
                    "dev.dht.state..")
            .allowEmptyShould(true);

    @Test
    void theCommandKnowsNoRuleOfTheProtocol() {
        JavaClasses app = new ClassFileImporter().importPath(Path.of("target", "classes"));

        NO_PROTOCOL_RULES.check(app);
    }
}
