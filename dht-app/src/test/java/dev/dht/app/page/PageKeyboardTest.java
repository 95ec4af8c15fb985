package dev.dht.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.FakeDht;
import dev.dht.app.json.Fields;
import dev.dht.id.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page without a mouse, and what it is to who does not see it. */
@Timeout(180)
class PageKeyboardTest extends InBrowser {
    private static final Id ID = Id.of(1, 2, 3, 4);

    private final FakeDht dht = new FakeDht();

    private Tab open() throws Exception {
        return open(node(dht), 1200, "light");
    }

    @Test
    void theFirstStopSkipsToTheContent() throws Exception {
        Tab tab = open();

        tab.pressTab();
        assertThat(tab.isFocused(".skip")).isTrue();
        assertThat((String) tab.evaluate("JSON.stringify(document.querySelector('.skip').getBoundingClientRect())"))
                .as("it is seen while it has the focus")
                .doesNotContain("\"x\":-");
        tab.press("Enter");

        tab.waitFor("document.activeElement.id === 'content'");
        tab.pressTab();
        assertThat(tab.isFocused("main *")).isTrue();
    }

    @Test
    void coloursAreChosenByArrows() throws Exception {
        Tab tab = open();
        tab.focus("input[name=theme]:checked");

        tab.press("ArrowRight");
        assertThat(tab.isFocused("input[value=light]:checked")).isTrue();
        tab.press("ArrowRight");
        assertThat(tab.evaluate("document.documentElement.dataset.theme")).isEqualTo("dark");
        tab.press("ArrowRight");

        assertThat(tab.isFocused("input[value=system]:checked")).isTrue();
        assertThat(tab.evaluate("document.documentElement.dataset.theme")).isNull();
    }

    @Test
    void enterInAFieldDoesWhatItsButtonDoes() throws Exception {
        Tab tab = open();

        tab.type("#enter-id", ID.hex());
        tab.type("#enter-port", "8080");
        tab.press("Enter");
        tab.waitFor("document.querySelectorAll('.entry').length === 1");
        tab.type("#lookup-id", ID.hex());
        tab.press("Enter");
        tab.waitFor("document.getElementById('lookup-status').textContent.startsWith('Found at 1 endpoint')");

        assertThat(dht.entry(ID)).isPresent();
        assertThat(tab.isFocused("#lookup-id")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Enter", "Space"})
    void aReceiptOpensAndCloses(String key) throws Exception {
        dht.enter(ID, 8080);
        Tab tab = open();
        String button = "[data-key=open-" + ID.hex() + "]";
        tab.waitFor("document.querySelectorAll('.entry').length === 1");
        tab.focus(button);

        tab.press(key);
        assertThat(tab.isFocused(button + "[aria-expanded=true]")).isTrue();
        assertThat(tab.evaluate("document.getElementById(document.activeElement.getAttribute('aria-controls'))"
                        + ".checkVisibility()"))
                .isEqualTo(true);
        tab.press(key);

        assertThat(tab.isFocused(button + "[aria-expanded=false]")).isTrue();
        assertThat(tab.evaluate("document.querySelector('.entry-more').checkVisibility()"))
                .isEqualTo(false);
    }

    @Test
    void whatIsDrawnAnewKeepsTheFocus() throws Exception {
        dht.enter(ID, 8080);
        Tab tab = open();
        tab.waitFor("document.querySelectorAll('.entry').length === 1");
        tab.click("[data-key=open-" + ID.hex() + "]");
        for (String place : List.of("[data-key=holders-" + ID.hex() + "]", "[data-key=renew-" + ID.hex() + "]")) {
            tab.focus(place);
            tab.evaluate("document.activeElement.dataset.before = 'yes'");

            dht.enter(Id.of(dht.enters.get(), 0, 0, 0), 8081);
            tab.waitFor("document.querySelector('[data-before]') === null");

            assertThat(tab.isFocused(place)).as(place).isTrue();
        }
    }

    @Test
    void whatIsDeletedIsTakenBackAndTheFocusIsWhereOneIs() throws Exception {
        dht.enter(ID, 8080);
        Tab tab = open();
        tab.waitFor("document.querySelectorAll('.entry').length === 1");
        tab.focus("[data-key=delete-" + ID.hex() + "]");

        tab.press("Space");
        tab.waitFor("document.activeElement.textContent === 'Undo'");
        assertThat(dht.entry(ID)).isEmpty();
        tab.press("Enter");

        tab.waitFor("document.activeElement.dataset.key === 'open-" + ID.hex() + "'");
        assertThat(dht.entry(ID)).isPresent();
    }

    @Test
    void atTheLastPageTheFocusGoesToTheWayBack() throws Exception {
        for (int i = 0; i < 13; i++) {
            dht.enter(Id.of(i, 0, 0, 0), 8000 + i);
        }
        Tab tab = open();
        tab.waitFor("document.querySelectorAll('.entry').length === 10");
        tab.focus("#next");

        tab.press("Enter");
        tab.waitFor("document.querySelectorAll('.entry').length === 3");
        assertThat(tab.isFocused("#previous")).isTrue();
        tab.press("Enter");
        tab.waitFor("document.querySelectorAll('.entry').length === 10");
        assertThat(tab.isFocused("#next")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Enter", "Space"})
    void theTableBesideAPictureOpensAndIsScrolledByArrows(String key) throws Exception {
        Tab tab = open(node(dht), 340, "light");
        tab.waitFor("document.querySelectorAll('#contacts tbody tr').length === 1");
        tab.focus("#space summary");

        tab.press(key);
        assertThat(tab.evaluate("document.querySelector('#space details').open"))
                .isEqualTo(true);
        tab.pressTab();
        assertThat(tab.isFocused("#space .scroll")).isTrue();
        tab.press("ArrowRight");
        tab.waitFor("document.activeElement.scrollLeft > 0");
        tab.focus("#space summary");
        tab.press(key);

        assertThat(tab.evaluate("document.querySelector('#space details').open"))
                .isEqualTo(false);
    }

    /** The ring is for pointing; by keyboard one chooses a node from the list beside it. */
    @Test
    void aNodeOfTheSwarmIsChosenByArrows() throws Exception {
        List<Object> nodes = new ArrayList<>();
        for (int n = 1; n <= 3; n++) {
            nodes.add(Map.of(
                    "n",
                    n,
                    "id",
                    Id.of((long) n << 61, 0, 0, 0).hex(),
                    "address",
                    "127.0.0.1:" + n,
                    "stored",
                    0,
                    "good",
                    0,
                    "knows",
                    List.of()));
        }
        Map<String, Object> swarm = Map.of("nodes", nodes, "gone", List.of(), "entries", List.of());
        Tab tab = open(node(dht, () -> Map.of("swarm", swarm)), 1200, "light");
        tab.waitFor("document.querySelectorAll('#ring [data-node]').length === 3");
        assertThat(tab.text("#kill")).isEqualTo("Kill node 2");
        tab.focus("#member");

        tab.press("ArrowDown");
        tab.waitFor("document.getElementById('kill').textContent === 'Kill node 3'");
        tab.press("ArrowUp");
        tab.press("ArrowUp");
        tab.waitFor("document.getElementById('kill').textContent === 'Kill node 1'");

        assertThat(tab.evaluate("document.getElementById('kill').disabled")).isEqualTo(true);
        assertThat(tab.text("#member-facts")).contains("Stays", "all others begin with it");
        assertThat(tab.isFocused("#member")).isTrue();
    }

    /** Nothing of the page lies over the rest, so that there is nothing to be left by it. */
    @Test
    void escapeLeavesWhatOneWroteAndWhereOneIs() throws Exception {
        Tab tab = open();
        tab.type("#enter-id", "abc");

        tab.press("Escape");

        assertThat(tab.isFocused("#enter-id")).isTrue();
        assertThat(tab.evaluate("document.getElementById('enter-id').value")).isEqualTo("abc");
    }

    @Test
    void eachPartHasARoleAndANameForWhoDoesNotSee() throws Exception {
        dht.enter(ID, 8080);
        Tab tab = open();
        tab.waitFor("document.querySelectorAll('.entry').length === 1");
        tab.waitFor("document.querySelectorAll('#plots svg').length === 4");
        tab.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
        tab.click("#lookup-form button");

        List<String> tree = tree(tab);

        String brief = (String) tab.evaluate("document.querySelector('[data-key^=open-]').textContent");
        assertThat(tree)
                .contains(
                        "banner ",
                        "main ",
                        "contentinfo ",
                        "navigation Sections",
                        "group Colours",
                        "radio Auto",
                        "region This node",
                        "heading This node",
                        "region Id space",
                        "region Look-up",
                        "region Entries",
                        "region Traffic",
                        "region The routing table as a table",
                        "table Known nodes, by the first bits of their ids",
                        "button Receipt of " + brief,
                        "button Look up " + brief,
                        "button Renew " + brief,
                        "button Delete " + brief,
                        "combobox Id",
                        "textbox Port",
                        "button Look up",
                        "button Enter")
                .anyMatch(node -> node.startsWith("image The routing table: 1 contact in 1 bucket."))
                .anyMatch(node -> node.startsWith("image Queries served over the last ten minutes"));
        assertThat(tree).filteredOn(node -> node.startsWith("status ")).hasSizeGreaterThanOrEqualTo(3);
        // What is not here is not told: the swarm is the demonstration's.
        assertThat(tree).noneMatch(node -> node.contains("swarm"));
        // What is wrong with a field belongs to it.
        assertThat(tree).anyMatch(node -> node.startsWith("alert"));
        assertThat(tab.evaluate("document.getElementById('lookup-id').getAttribute('aria-describedby').split(' ')"
                        + ".map((id) => document.getElementById(id).textContent).join(' ')"))
                .asString()
                .contains("64 hex digits", "An id is missing");
        assertThat(tab.isFocused("#lookup-id[aria-invalid=true]")).isTrue();
    }

    /** Role and name of all that is in the accessibility tree. */
    private static List<String> tree(Tab tab) {
        List<String> all = new ArrayList<>();
        for (Fields node : tab.send("Accessibility.getFullAXTree", Map.of()).objects("nodes")) {
            if (node.has("role") && !Boolean.TRUE.equals(node.all().get("ignored"))) {
                String name = node.has("name") ? node.object("name").text("value") : "";
                all.add(node.object("role").text("value") + " " + name);
            }
        }
        return all;
    }
}
