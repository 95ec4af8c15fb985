package dev.dht.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.api.Info.AddressSource;
import dev.dht.api.Reachability;
import dev.dht.api.Reachability.Origin;
import dev.dht.app.FakeDht;
import dev.dht.id.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the page says of the node at a glance: the same as {@code dht info}. */
@Timeout(180)
class PageGlanceTest extends InBrowser {
    @Test
    void itSaysTheSameTruthOfItsAddressAndOfStrangersAsTheCommand() throws Exception {
        FakeDht dht = new FakeDht();
        dht.address = Endpoint.v4(0x0A000001, 1729);
        dht.addressSource = AddressSource.INTERFACE;
        dht.reachability = reached(Origin.LOCAL);
        dht.counters.put("strangers_public", 1L);
        Tab tab = open(node(dht), 1200, "light");

        assertThat(tab.text("#facts"))
                .contains("Its address", "10.0.0.1:1729 of its network interface; nobody has told it yet")
                .doesNotContain("Others see it");
        assertThat(tab.text("#reachability")).contains("Strangers within its own network can reach this node");

        dht.addressSource = AddressSource.OTHERS;
        dht.reachability = reached(Origin.PUBLIC);

        tab.waitFor("document.querySelector('#facts').textContent.includes('Others see it at10.0.0.1:1729')");
        tab.waitFor("document.querySelector('#reachability strong').textContent === 'Strangers can reach this node'");
        assertThat(tab.text("#facts")).doesNotContain("nobody has told it");
    }

    private static Reachability reached(Origin from) {
        return new Reachability(Reachability.Verdict.REACHABLE, "They have reached it.", 1, from, null, null);
    }
}
