package dev.dht.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.FakeDht;
import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import dev.dht.id.Id;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the page shows of the entries, a page of them at a time. */
@Timeout(180)
class PageEntriesTest extends InBrowser {
    private static final String ENTRIES = "import('/page/entries.js').then((entries) => {"
            + "const has = (i) => ({ id: String.fromCharCode(97 + i) });"
            + "const shown = { entries: Array.from({ length: COUNT }, (_, i) => has(2 * i + 1)), entries_total: COUNT,"
            + " next: null };"
            + "entries.keep(has(ADDED), shown);"
            + "return JSON.stringify({ ids: shown.entries.map((e) => e.id).join(''), total: shown.entries_total,"
            + " next: shown.next ?? '-' }); })";

    @Test
    void entriesComeInPages() throws Exception {
        FakeDht dht = new FakeDht();
        for (int i = 0; i < 13; i++) {
            dht.enter(Id.of(i, 0, 0, 0), 8000 + i);
        }
        Tab tab = open(node(dht), 1200, "light");

        tab.waitFor("document.querySelectorAll('.entry').length === 10");
        assertThat(tab.text("#pager-text")).isEqualTo("page 1, 13 entries in all");
        tab.click("#next");
        tab.waitFor("document.querySelectorAll('.entry').length === 3");
        assertThat(tab.text("#entry-list")).contains("port 8012");
        tab.click("#previous");
        tab.waitFor("document.querySelectorAll('.entry').length === 10");
    }

    @Test
    void aPageThatIsFullTakesAnotherForItsLastAndCountsIt() throws Exception {
        Tab tab = open(node(new FakeDht()), 800, "light");

        Fields full = kept(tab, 10, 4);
        assertThat(full.text("ids")).isEqualTo("bdefhjlnpr");
        assertThat(full.number("total")).isEqualTo(11);
        assertThat(full.text("next")).isEqualTo("/v1/entries?limit=10&after=r");

        Fields behind = kept(tab, 10, 20);
        assertThat(behind.text("ids")).isEqualTo("bdfhjlnprt");
        assertThat(behind.number("total")).isEqualTo(11);
        assertThat(behind.text("next")).isEqualTo("/v1/entries?limit=10&after=t");
    }

    @Test
    void aPageWithRoomTakesWhatIsNewAndWhatIsKnownIsNotCountedAgain() throws Exception {
        Tab tab = open(node(new FakeDht()), 800, "light");

        Fields room = kept(tab, 2, 2);
        assertThat(room.text("ids")).isEqualTo("bcd");
        assertThat(room.number("total")).isEqualTo(3);
        assertThat(room.text("next")).isEqualTo("-");

        Fields known = kept(tab, 2, 3);
        assertThat(known.text("ids")).isEqualTo("bd");
        assertThat(known.number("total")).isEqualTo(2);
    }

    /** A first page of so many entries, every other letter from b, when the letter of a number was entered. */
    private static Fields kept(Tab tab, int count, int added) throws Exception {
        String expression = ENTRIES.replace("COUNT", "" + count).replace("ADDED", "" + added);
        return Json.read((String) tab.evaluate(expression));
    }
}
