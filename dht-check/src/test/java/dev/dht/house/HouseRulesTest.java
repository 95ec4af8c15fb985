package dev.dht.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the house rules over the whole tree, and shows of each rule that it can fail. */
class HouseRulesTest {
    private static final String CORE = "dht-core/src/main/java/dev/dht/routing/Table.java";
    private static final String TEST = "dht-library/src/test/java/dev/dht/DhtNodeTest.java";
    private static final String APP = "dht-app/src/main/java/dev/dht/app/Main.java";

    @Test
    void theTreeKeepsTheHouseRules() {
        List<Source> files = Tree.javaFiles();

        assertThat(files).extracting(Source::path).anyMatch(path -> path.endsWith("/HouseRulesTest.java"));
        assertThat(files.stream().flatMap(file -> HouseRules.brokenBy(file).stream()))
                .isEmpty();
    }

    @Test
    void aFileOfMoreThan400LinesIsTooLong() {
        assertThat(broken(CORE, "int a;\n".repeat(400))).isEmpty();
        assertThat(broken(CORE, "int a;\n".repeat(401)))
                .singleElement()
                .asString()
                .contains("second idea");
        assertThat(broken(TEST, "int a;\n".repeat(401))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TableImpl", "TableManager", "TableHelper", "TableUtil", "Utils"})
    void aNameThatSaysNothingIsBanned(String name) {
        assertThat(broken(APP, "final class " + name + " {}")).hasSize(1);
        assertThat(broken(APP, "record " + name + "(int a) {}")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PeerTable", "InfoHash", "Infohash", "NodeInfo", "CookieJar", "EvictedContact", "Search"})
    void aTypeOfTheCoreHasNoForeignName(String name) {
        assertThat(broken(CORE, "final class " + name + " {}")).isNotEmpty();
        assertThat(broken(APP, "final class " + name + " {}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"int peer;", "void addPeer() {}", "int PEERS = 1;", "a.infoHash();", "int cookieSize;"})
    void anIdentifierOfTheCoreHasNoForeignWord(String code) {
        assertThat(broken(CORE, code)).hasSize(1);
        assertThat(broken(CORE, "// " + code)).isEmpty();
        assertThat(broken(APP, code)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Thread.sleep(1);", "TimeUnit.SECONDS.sleep(1);", "LockSupport.parkNanos(1);"})
    void aTestDoesNotSleep(String code) {
        assertThat(broken(TEST, code)).hasSize(1);
        assertThat(broken(TEST, "String s = \"" + code + "\";")).isEmpty();
        assertThat(broken(APP, code)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@Disabled", "@DisabledOnOs", "@Ignore", "assumeTrue(false);", "assumeFalse( true );"})
    void aTestIsNotDisabled(String code) {
        assertThat(broken(TEST, code)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TO-DO", "FIX-ME", "XX-X", "HA-CK"})
    void nothingIsLeftOpen(String word) {
        assertThat(broken(APP, "int a; // " + word.replace("-", "") + ": later"))
                .hasSize(1);
        assertThat(broken(APP, "/** " + word.replace("-", "") + " */")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"System.out.println(1);", "System.err.print(2);"})
    void aLibraryDoesNotPrint(String code) {
        assertThat(broken(CORE, code)).hasSize(1);
        assertThat(broken("dht-library/src/main/java/dev/dht/DhtNode.java", code))
                .hasSize(1);
        assertThat(broken(APP, code)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//////////", "// ======", "// ---- fields ----", "/*****", "/* ====== */", "/**\n * =====\n */"
            })
    void aBannerIsBanned(String comment) {
        assertThat(broken(APP, "    " + comment)).hasSize(1);
    }

    @Test
    void whatOnlyLooksLikeABreachIsNone() {
        assertThat(broken(CORE, "char quote = '\"'; // it's a \"peer\"\nint speed = 1;\nString s = \"Peer // ====\";"))
                .isEmpty();
        assertThat(broken(TEST, "String s = \"\"\"\n    @Disabled \"x\" Thread.sleep(1)\n    \"\"\";\nint a;"))
                .isEmpty();
        assertThat(broken(CORE, "/**\n * <pre>\n *   ---- a diagram\n * </pre>\n */\n// a -> b"))
                .isEmpty();
    }

    private static List<String> broken(String path, String text) {
        return HouseRules.brokenBy(Source.of(path, text));
    }
}
