package dev.dht.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.FakeDht;
import dev.dht.app.demo.Demo;
import dev.dht.app.http.LocalApi;
import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import dev.dht.app.node.UdpNodes;
import dev.dht.id.Id;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a headless Chromium: that of one node with nothing behind it, and that of a swarm of real ones. */
@Timeout(180)
class PageTest extends InBrowser {
    private static final Id ID = Id.of(1, 2, 3, 4);
    private static final String CONTROLS = "a[href], button:not(:disabled), input, select, summary, [tabindex=\"0\"]";

    @Test
    void itShowsTheNodeAndAsksForNothingElsewhere() throws Exception {
        LocalApi api = node(new FakeDht());
        Tab tab = open(api, 1200, "light");

        assertThat(tab.text("#node-id")).isEqualTo(FakeDht.ID.hex());
        assertThat(tab.text("#figures")).contains("6", "1 good, 2 questionable, 3 bad", "20 entries", "66 min");
        assertThat(tab.text("#facts")).contains("127.0.0.1:1729 UDP", "3 running, 4 waiting");
        tab.waitFor("document.querySelectorAll('#spine circle').length > 0");
        assertThat(tab.text("#contacts")).contains("127.0.0.1:4007", "good");
        assertThat(tab.text("#reachability")).contains("Strangers cannot reach this node", "Forward UDP port 1729.");
        assertThat(tab.evaluate("document.getElementById('swarm').hidden")).isEqualTo(true);
        tab.waitFor("document.querySelectorAll('#plots svg').length === 4");

        assertThat(tab.requests()).isNotEmpty().allMatch(url -> url.startsWith(api.url() + "/"));
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void itFollowsTheNodeWithoutAReload() throws Exception {
        FakeDht dht = new FakeDht();
        Tab tab = open(node(dht), 1200, "light");

        dht.enter(ID, 8080);

        tab.waitFor("document.querySelector('#entry-list').textContent.includes('port 8080')");
        tab.click("[data-key=open-" + ID.hex() + "]");
        assertThat(tab.text(".entry")).contains("2 of 8 hold it", "1 gave it back", ID.hex(), "127.0.0.1:4007");
        assertThat(tab.text(".entry")).contains("not so far", "127.0.0.1:4009", "it did not answer");
    }

    @Test
    void anEntryIsEnteredAndDeletedAndWhatIsWrongIsSaid() throws Exception {
        FakeDht dht = new FakeDht();
        Tab tab = open(node(dht), 1200, "light");

        tab.click("#enter-form button");
        assertThat(tab.text("#enter-error")).contains("An id is missing");
        tab.type("#enter-id", ID.hex());
        tab.type("#enter-port", "99999");
        tab.click("#enter-form button");
        assertThat(tab.text("#enter-error")).contains("from 1 to 65535");
        assertThat(tab.evaluate("document.getElementById('enter-port').getAttribute('aria-invalid')"))
                .isEqualTo("true");
        tab.type("#enter-port", "8080");
        tab.type("#enter-id", "no id");
        tab.click("#enter-form button");
        tab.waitFor("document.getElementById('enter-error').textContent.includes('not an id')");

        tab.type("#enter-id", ID.hex());
        tab.click("#enter-form button");
        tab.waitFor("document.getElementById('entries-status').textContent.includes('2 nodes acknowledged it')");
        tab.waitFor("document.querySelectorAll('.entry').length === 1");
        assertThat(dht.entry(ID)).isPresent();

        tab.click("[data-key=delete-" + ID.hex() + "]");
        tab.waitFor("document.querySelectorAll('.entry').length === 0");
        assertThat(tab.text("#entries-status")).contains("Deleted", "within the hour", "Undo");
        assertThat(dht.entry(ID)).isEmpty();
    }

    @Test
    void whenTheNodeIsGoneThePageSaysThatWhatItShowsIsOld() throws Exception {
        FakeDht dht = new FakeDht();
        LocalApi api = node(dht);
        Tab tab = open(api, 1200, "light");
        assertThat(tab.evaluate("document.getElementById('stale').hidden")).isEqualTo(true);
        tab.type("#lookup-id", ID.hex());
        tab.type("#enter-id", ID.hex());
        tab.type("#enter-port", "8080");

        api.close();

        tab.waitFor("document.getElementById('stale').checkVisibility()");
        assertThat(tab.text("#stale")).contains("What is shown is what the node said last, at ");
        assertThat(tab.text("#connection")).isEqualTo("not connected, trying again");
        for (String form : new String[] {"lookup", "enter"}) {
            tab.click("#" + form + "-form button");
            tab.waitFor("document.getElementById('" + form + "-error').textContent.includes('is it still running')");
            // That the node is gone is no fault of the id.
            assertThat(tab.isFocused("#" + form + "-id[aria-invalid=true]")).isFalse();
            assertThat(tab.evaluate("document.querySelectorAll('[aria-invalid=true]').length"))
                    .isEqualTo(0);
        }
        assertThat(tab.evaluate(resource("contrast.js"))).isEqualTo("");

        LocalApi again = LocalApi.bind(api.address());
        open.add(again);
        again.serve(dht, false, new Page(dht));

        tab.waitFor("document.getElementById('stale').hidden");
        tab.waitFor("document.getElementById('connection').dataset.state === 'live'");
    }

    @Test
    void whatIsOverdueIsNotToldAsIfItHadHappenedAndAReceiptFitsATelephone() throws Exception {
        FakeDht dht = new FakeDht();
        dht.enter(ID, 8080);
        Tab tab = open(node(dht), 390, "light");
        tab.waitFor("document.querySelectorAll('.entry').length === 1");

        tab.click("[data-key=open-" + ID.hex() + "]");

        assertThat(tab.text(".entry-head")).contains("renewal was due ");
        assertThat(tab.text(".audit")).contains("found it at 1 node", "the next look was due ");
        assertThat(tab.evaluate("[...document.querySelectorAll('.entry .scroll')]"
                        + ".filter((place) => place.scrollWidth > place.clientWidth).length"))
                .isEqualTo(0);
    }

    @Test
    void aHolderThatWasKilledIsDrawnAsLost() throws Exception {
        Tab tab = open(node(new FakeDht()), 800, "light");
        Map<String, Object> swarm = Map.of(
                "nodes", List.of(Map.of("n", 1, "id", Id.of(1L << 60, 0, 0, 0).hex(), "knows", List.of())),
                "gone", List.of(Map.of("n", 2, "id", Id.of(1L << 61, 0, 0, 0).hex())));
        Map<String, Object> entry = Map.of("id", ID.hex(), "holder_numbers", List.of(1, 2));

        tab.evaluate("document.getElementById('swarm').hidden = false");
        tab.evaluate("import('/page/ring.js').then((ring) => ring.showRing(" + Json.text(swarm) + ", 1, "
                + Json.text(entry) + "))");
        tab.waitFor("document.querySelectorAll('#ring text').length === 2");

        assertThat(tab.evaluate("document.querySelectorAll('#ring .holds').length"))
                .isEqualTo(1);
        assertThat(tab.evaluate("document.querySelectorAll('#ring .lost').length"))
                .isEqualTo(1);
    }

    @Test
    void aLookupThatIsExplainedIsDrawn() throws Exception {
        Tab tab = open(node(new FakeDht()), 1200, "light");

        tab.evaluate(
                "import('/page/lookup.js').then((lookup) => lookup.showRecorded(" + resource("explained.json") + "))");

        tab.waitFor("document.querySelectorAll('#convergence [data-step]').length === 17");
        assertThat(tab.evaluate("import('/page/convergence.js').then((c) => ['asked', 'late', 'silent'].map("
                        + "(outcome) => c.outcome({ outcome }, false) + '/' + c.outcome({ outcome }, true)).join())"))
                .isEqualTo("no answer so far/no answer by the end,late/late, no answer by the end,silent/silent");
        // No bar lies upon a mark.
        assertThat(tab.evaluate("[...document.querySelector('#convergence svg').children]"
                        + ".findLastIndex((part) => part.dataset.step) < [...document.querySelector('#convergence svg')"
                        + ".children].findIndex((part) => part.matches('.dot, .cross'))"))
                .isEqualTo(true);
        assertThat(tab.evaluate("document.querySelectorAll('#convergence .arrow:not(.more)').length"))
                .isEqualTo(14);
        assertThat(tab.text("#lookup-status"))
                .contains("Found at 2 endpoints", "17 queries, 5 hops", "the 8 closest nodes that answered");
        assertThat(tab.text("#endpoints")).contains("203.0.113.200:8080", "198.51.100.7:8081");
        assertThat(tab.text("#steps")).contains("named 8 nodes; not used: 10.0.0.4:99", "own table", "silent");
        // It is over: nothing more is waited for.
        assertThat(tab.text("#steps")).contains("late, no answer by the end").doesNotContain("so far");
        assertThat(tab.text("#convergence-legend")).contains("no answer by the end");
        assertThat(tab.complaints()).isEmpty();
    }

    @Test
    void aLookupThatCannotBeSaysWhy() throws Exception {
        Tab tab = open(node(new FakeDht()), 1200, "light");

        tab.click("#lookup-form button");
        assertThat(tab.text("#lookup-error")).contains("An id is missing");
        tab.type("#lookup-id", "abc");
        tab.click("#lookup-form button");
        tab.waitFor("document.getElementById('lookup-error').textContent.includes('not an id')");
    }

    @Test
    void lightAndDarkAreTheSystemsOrOnesOwnAndEachCanBeRead() throws Exception {
        FakeDht dht = new FakeDht();
        dht.enter(ID, 8080);
        Tab tab = open(node(dht), 1200, "light");
        String ground = "getComputedStyle(document.body).backgroundColor";
        Object light = tab.evaluate(ground);
        tab.waitFor("document.querySelectorAll('.entry').length === 1");
        assertThat(tab.evaluate(resource("contrast.js"))).isEqualTo("");

        tab.prefer("dark");

        assertThat(tab.evaluate(ground)).isNotEqualTo(light);
        assertThat(tab.evaluate(resource("contrast.js"))).isEqualTo("");
        tab.click("input[name=theme][value=light]");
        assertThat(tab.evaluate(ground)).isEqualTo(light);
        tab.visit((String) tab.evaluate("location.href"));
        assertThat(tab.evaluate(ground)).isEqualTo(light);
        tab.click("input[name=theme][value=system]");
    }

    @Test
    void everyControlHasANameAndIsReachedByTheTabKey() throws Exception {
        FakeDht dht = new FakeDht();
        dht.enter(ID, 8080);
        Tab tab = open(node(dht), 1200, "light");
        tab.waitFor("document.querySelectorAll('.entry').length === 1");
        tab.evaluate("document.activeElement.blur()");

        Set<Object> reached = new LinkedHashSet<>();
        int controls = ((Number) tab.evaluate("document.querySelectorAll('" + CONTROLS + "').length")).intValue();
        for (int i = 0; i < controls + 4; i++) {
            tab.pressTab();
            // By its place: the page draws some of them anew now and then.
            reached.add(
                    tab.evaluate("[...document.querySelectorAll('" + CONTROLS + "')].indexOf(document.activeElement)"));
        }

        // Of a group of choices the tab key reaches the one that is chosen. What is not shown is not reached.
        Object missed = tab.evaluate("[...document.querySelectorAll('" + CONTROLS + "')].filter((control, i) => !"
                + Json.text(reached)
                + ".includes(i) && control.checkVisibility() && !(control.type === 'radio' && !control.checked))"
                + ".map((control) => control.outerHTML.slice(0, 80)).join()");
        assertThat(missed).isEqualTo("");
        assertThat(namelessControls(tab)).isEmpty();
    }

    private static List<String> namelessControls(Tab tab) {
        Set<String> roles = Set.of(
                "button",
                "textbox",
                "combobox",
                "link",
                "radio",
                "DisclosureTriangle",
                "image",
                "region",
                "navigation");
        List<String> nameless = new ArrayList<>();
        for (Fields node : tab.send("Accessibility.getFullAXTree", Map.of()).objects("nodes")) {
            if (!node.has("role") || !node.has("name")) {
                continue;
            }
            String role = node.object("role").text("value");
            if (roles.contains(role) && node.object("name").text("value").isBlank()) {
                nameless.add(role + " " + node.all());
            }
        }
        return nameless;
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 375, 768})
    void aNarrowWindowDoesNotScrollSideways(int width) throws Exception {
        FakeDht dht = new FakeDht();
        dht.enter(ID, 8080);
        Tab tab = open(node(dht), width, "light");
        tab.waitFor("document.querySelectorAll('.entry').length === 1");
        tab.click("[data-key=open-" + ID.hex() + "]");
        tab.evaluate(
                "import('/page/lookup.js').then((lookup) => lookup.showRecorded(" + resource("explained.json") + "))");
        tab.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
        tab.waitFor("document.querySelectorAll('#convergence [data-step]').length === 17");

        assertThat(((Number) tab.evaluate("document.documentElement.scrollWidth")).intValue())
                .isLessThanOrEqualTo(width);
        assertThat(tab.text("nav")).contains("Node", "Traffic");
        assertThat(linksThatAreCutOff(tab)).isEqualTo("");
    }

    /** Links to sections that cannot be seen whole. */
    private static Object linksThatAreCutOff(Tab tab) {
        return tab.evaluate("[...document.querySelectorAll('nav a')].filter((a) => a.checkVisibility()"
                + " && (a.getBoundingClientRect().right > innerWidth || a.scrollWidth > a.parentElement.clientWidth"
                + " || a.getBoundingClientRect().bottom > a.parentElement.getBoundingClientRect().bottom))"
                + ".map((a) => a.textContent).join()");
    }

    @Test
    void everyBucketSaysWhichIdsItHolds() throws Exception {
        Tab tab = open(node(new FakeDht()), 1200, "light");
        tab.waitFor("document.querySelectorAll('#spine circle').length > 0");
        List<Object> buckets = new ArrayList<>();
        for (int prefix = 0; prefix < 4; prefix++) {
            buckets.add(Map.of("prefix", prefix, "contacts", List.of()));
        }
        Id own = Id.of(0b1010L << 60, 0, 0, 0);

        tab.evaluate("import('/page/spine.js').then((spine) => spine.showTable("
                + Json.text(Map.of("id", own.hex(), "buckets", buckets)) + "))");

        assertThat(tab.evaluate("[...document.querySelectorAll('#spine [data-begin]')].map((bucket) =>"
                        + " bucket.querySelector('title').textContent.split(':')[0]).join()"))
                .isEqualTo("ids that begin with 0, 1/2 of all,ids that begin with 11, 1/4 of all,"
                        + "ids that begin with 100, 1/8 of all,ids that begin with 101, 1/8 of all");
        assertThat(tab.text("#spine svg")).contains("0…", "11…", "100…", "101…");
    }

    @Test
    void numbersStandBesideTheirNodesAndNotUponEachOther() throws Exception {
        Tab tab = open(node(new FakeDht()), 375, "light");
        List<Object> nodes = new ArrayList<>();
        for (int n = 1; n <= 12; n++) {
            // Nine of them lie within a hundredth of the ring, across its end.
            Id id = Id.of(n <= 9 ? (n - 5L) << 54 : (long) n << 59, 0, 0, 0);
            nodes.add(Map.of("n", n, "id", id.hex(), "knows", List.of()));
        }
        Map<String, Object> swarm = Map.of("nodes", nodes, "gone", List.of());

        tab.evaluate("document.getElementById('swarm').hidden = false");
        tab.evaluate("import('/page/ring.js').then((ring) => ring.showRing(" + Json.text(swarm) + ", 1, null))");
        tab.waitFor("document.querySelectorAll('#ring text').length === 12");

        assertThat(tab.evaluate(resource("labels.js"))).isEqualTo("");
        assertThat(tab.text("#ring-legend")).contains("one knows the other", "from the entry to who holds it");
    }

    @Test
    void inTheDemonstrationANodeIsKilledAndTheRestHeals() throws Exception {
        LocalApi api = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Demo demo = new Demo(new UdpNodes(), 4);
        open.add(demo);
        open.add(api);
        demo.serve(api, demo.run(Demo.ownFile(), step -> {}));
        Tab tab = open(api, 375, "dark");
        tab.waitFor("document.querySelectorAll('#ring [data-node]').length === 4");

        tab.waitFor("document.getElementById('lookup-id').value.length === 64");
        tab.click("#lookup-form button");
        tab.waitFor("document.querySelectorAll('#endpoints li').length === 1");
        tab.waitFor("document.getElementById('lookup-status').textContent.startsWith('Found at 1 endpoint')");
        tab.waitFor("document.querySelectorAll('#convergence [data-step]').length >= 3");
        assertThat(tab.text("#lookup-status")).contains("It ended because");
        assertThat(tab.text("#steps")).contains("own table", "gave 1 endpoint");

        assertThat(tab.evaluate("document.getElementById('kill').textContent")).isEqualTo("Kill node 2");
        tab.click("#kill");
        tab.waitFor("document.querySelectorAll('#ring [data-node]').length === 3");
        tab.waitFor("document.getElementById('swarm-status').textContent.includes('nobody believes in it any more')");
        // The entry survives, before its owner does anything.
        tab.evaluate("document.getElementById('lookup-status').textContent = ''");
        tab.click("#lookup-form button");
        tab.waitFor("document.getElementById('lookup-status').textContent.startsWith('Found at 1 endpoint')");
        tab.click("#renew");
        tab.waitFor("document.getElementById('swarm-status').textContent.startsWith('Renewed: ')");
        tab.click("#start");
        tab.waitFor("document.querySelectorAll('#ring [data-node]').length === 4");

        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.evaluate("document.documentElement.scrollWidth")).isEqualTo(375);
        assertThat(linksThatAreCutOff(tab)).isEqualTo("");
        assertThat(tab.evaluate(resource("contrast.js"))).isEqualTo("");
        assertThat(namelessControls(tab)).isEmpty();
        assertThat(tab.requests()).allMatch(url -> url.startsWith(api.url() + "/"));
    }
}
