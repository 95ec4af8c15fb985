package dev.dht;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of the core: each may import what is named beside it, itself, and java.base. */
class ArchitectureTest {
    private static final Map<String, List<String>> MAY_IMPORT = new TreeMap<>(Map.of(
            "id", List.of(),
            "api", List.of("id"),
            "wire", List.of("id"),
            "routing", List.of("id"),
            "lookup", List.of("id"),
            "store", List.of("id"),
            "publish", List.of("id"),
            "query", List.of("id", "wire"),
            "answer", List.of("id", "wire", "routing", "store"),
            "node", List.of("api", "id", "wire", "routing", "lookup", "store", "publish", "query", "answer")));

    @Test
    void everyPackageImportsWhatItMayAndNoMore() {
        JavaClasses core = new ClassFileImporter().importPath(Path.of("target", "classes"));

        MAY_IMPORT.keySet().forEach(name -> arrow("dev.dht", name).check(core));
    }

    @Test
    void everyClassIsInOneOfThePackages() {
        List<String> packages =
                MAY_IMPORT.keySet().stream().map(name -> "dev.dht." + name).toList();

        classes()
                .that()
                .haveNameNotMatching(".*\\.package-info|module-info")
                .should()
                .resideInAnyPackage(packages.toArray(String[]::new))
                .allowEmptyShould(true)
                .check(new ClassFileImporter().importPath(Path.of("target", "classes")));
    }

    @Test
    void anArrowThatIsNotDrawnIsFound() {
        JavaClasses broken = new ClassFileImporter().importPackages("broken");

        assertThat(broken).isNotEmpty();
        assertThatThrownBy(() -> arrow("broken", "routing").check(broken))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("broken.wire.Codec");
        assertThatThrownBy(() -> arrow("broken", "wire").check(broken))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("java.sql.Date");
        arrow("broken", "node").check(broken);
    }

    private static ArchRule arrow(String root, String name) {
        List<String> allowed = new ArrayList<>(List.of("org.jspecify.annotations", root + "." + name));
        MAY_IMPORT.get(name).forEach(other -> allowed.add(root + "." + other));
        // Of java.base, what the core has a use for.
        allowed.addAll(List.of("java.lang..", "java.io", "java.math", "java.net", "java.nio", "java.nio.charset"));
        allowed.addAll(List.of("java.security..", "java.text", "java.time..", "java.util..", "javax.crypto.."));
        return classes()
                .that()
                .resideInAPackage(root + "." + name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .allowEmptyShould(true);
    }
}
