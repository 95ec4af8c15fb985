package dev.dht.app.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dht.app.FakeDht;
import dev.dht.app.http.LocalApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the page in a headless Chromium, which are left out where there is none. */
abstract class InBrowser {
    private static final String LEFT_OUT = "no chromium in PATH: the tests of the page in a browser are left out";

    @TempDir
    private static Path profile;

    private static Chromium chromium;

    /** What is closed when a test has ended, the last first. */
    final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void findBrowser() throws IOException {
        assumeTrue(Found.BROWSER.isPresent(), LEFT_OUT);
        chromium = Chromium.start(Found.BROWSER.get(), profile);
    }

    /** What is looked for once, however many classes of tests need it, so that a person is told once. */
    private static final class Found {
        private static final Optional<Path> BROWSER = Chromium.find();

        static {
            if (BROWSER.isEmpty()) {
                System.out.println(LEFT_OUT);
            }
        }
    }

    @AfterAll
    static void endBrowser() throws InterruptedException {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    /** The API of a node with its page, and what else the page shows. */
    final LocalApi node(FakeDht dht, PageSource... more) throws IOException {
        LocalApi api = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        open.add(api);
        api.serve(dht, false, new Page(dht, more));
        return api;
    }

    /** A tab with the page. */
    final Tab open(LocalApi api, int width, String scheme) throws Exception {
        Tab tab = chromium.open(width, scheme);
        open.add(tab);
        return tab.visit(api.url() + "/");
    }

    /** A file beside the tests. */
    static String resource(String name) throws IOException {
        try (InputStream in = InBrowser.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
