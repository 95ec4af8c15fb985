package dev.dht.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The arrows between the modules, read from their poms. A test may use dht-check beside them. */
class ModuleArrowsTest {
    private static final Map<String, List<String>> MAY_IMPORT = Map.of(
            "dht-parent", List.of(),
            "dht-check", List.of(),
            "dht-core", List.of(),
            "dht", List.of("dht-core"),
            "dht-fuzz", List.of("dht-core"),
            "dht-sim", List.of("dht-core"),
            "dht-bench", List.of("dht", "dht-sim", "dht-core"),
            "dht-app", List.of("dht", "dht-core", "dht-sim", "dht-bench"));

    @Test
    void everyModuleDependsOnWhatItMayAndNoMore() throws Exception {
        List<String> broken = new ArrayList<>();
        for (Path module : Tree.modules()) {
            broken.addAll(brokenBy(Files.readString(module.resolve("pom.xml"))));
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void anArrowThatIsNotDrawnIsFound() throws Exception {
        assertThat(brokenBy(pom("dht", "dht-core", "compile"))).isEmpty();
        assertThat(brokenBy(pom("dht-core", "dht-check", "test"))).isEmpty();
        assertThat(brokenBy(pom("dht-core", "dht-check", "compile"))).containsExactly("dht-core imports dht-check");
        assertThat(brokenBy(pom("dht-core", "dht", "test"))).containsExactly("dht-core imports dht");
        assertThat(brokenBy(pom("dht-new", "dht", "test"))).containsExactly("dht-new is a module without arrows");
    }

    private static List<String> brokenBy(String pom) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(pom)));
        Element project = document.getDocumentElement();
        String name = child(project, "artifactId");
        if (!MAY_IMPORT.containsKey(name)) {
            return List.of(name + " is a module without arrows");
        }
        List<String> broken = new ArrayList<>();
        for (Element dependencies : children(project, "dependencies")) {
            for (Element dependency : children(dependencies, "dependency")) {
                String other = child(dependency, "artifactId");
                boolean ours = child(dependency, "groupId").equals("dev.dht");
                boolean forTests =
                        other.equals("dht-check") && child(dependency, "scope").equals("test");
                if (ours && !forTests && !MAY_IMPORT.get(name).contains(other)) {
                    broken.add(name + " imports " + other);
                }
            }
        }
        return broken;
    }

    private static String pom(String module, String dependency, String scope) {
        return """
                <project>
                  <parent><artifactId>dht-parent</artifactId></parent>
                  <artifactId>%s</artifactId>
                  <dependencies>
                    <dependency>
                      <groupId>dev.dht</groupId><artifactId>%s</artifactId><scope>%s</scope>
                    </dependency>
                  </dependencies>
                </project>
                """.formatted(module, dependency, scope);
    }

    private static String child(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
