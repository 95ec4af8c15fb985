package dev.dht.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.FakeDht;
import dev.dht.app.page.Page;
import dev.dht.id.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call the API: every program of this machine, and no page of another site. */
class GateTest {
    private static final String ENTRY = "/v1/entries/" + Id.of(1, 2, 3, 4).hex();

    private final FakeDht dht = new FakeDht();
    private LocalApi api;

    @BeforeEach
    void serve() throws IOException {
        api = LocalApi.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        api.serve(dht, false, new Page(dht));
    }

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:1780", "127.0.0.1", "127.0.0.1:9", "127.9.9.9:80", "[::1]", "[::1]:1780"
            })
    void aHostOfLoopbackIsServed(String host) throws IOException {
        assertThat(get("Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:1780",
                "127.0.0.1.evil.example",
                "127.evil.example",
                "localhost.evil.example",
                "10.0.0.1",
                "[::2]",
                ""
            })
    void anotherHostIsForbidden(String host) throws IOException {
        ApiAnswer answer = get("Host: " + host);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().text("detail")).contains("serves loopback only", "127.0.0.1:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "https://evil.example",
                "null",
                "http://localhost:3000",
                "http://127.0.0.1",
                "http://127.0.0.1:1780.evil.example",
                "garbage"
            })
    void aPageOfAnotherSiteIsForbidden(String origin) throws IOException {
        for (String method : new String[] {"PUT", "POST", "DELETE", "GET"}) {
            ApiAnswer answer = ApiAnswer.raw(
                    api.address(),
                    method + " " + ENTRY + " HTTP/1.1",
                    "Host: 127.0.0.1:1780",
                    "Origin: " + origin,
                    "Connection: close",
                    "Content-Length: 13",
                    "",
                    "{\"port\":8080}");

            assertThat(answer.status()).as(method).isEqualTo(403);
            assertThat(answer.json().text("detail")).contains("another site");
        }
        assertThat(dht.entries()).isEmpty();
    }

    @Test
    void aPageOfTheApiItselfMayAct() throws IOException {
        ApiAnswer answer = ApiAnswer.raw(
                api.address(),
                "PUT " + ENTRY + " HTTP/1.1",
                "Host: 127.0.0.1:1780",
                "Origin: http://127.0.0.1:1780",
                "Sec-Fetch-Site: same-origin",
                "Connection: close",
                "Content-Length: 13",
                "",
                "{\"port\":8080}");

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aPictureOnAPageOfAnotherSiteIsForbiddenButALinkMayBeFollowed() throws IOException {
        assertThat(get("Host: localhost", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors")
                        .status())
                .isEqualTo(403);
        assertThat(get("Host: localhost", "Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors")
                        .status())
                .as("another port of this machine")
                .isEqualTo(403);
        String navigates = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate";
        assertThat(get("Host: localhost", navigates, "Sec-Fetch-Dest: document").status())
                .as("a link to a call")
                .isEqualTo(403);
        assertThat(page("Host: localhost", navigates, "Sec-Fetch-Dest: iframe").status())
                .as("a frame")
                .isEqualTo(403);
        assertThat(page("Host: localhost", navigates, "Sec-Fetch-Dest: document")
                        .status())
                .as("a link to the page")
                .isEqualTo(200);
    }

    @Test
    void aProgramThatNamesNoHostIsServed() throws IOException {
        assertThat(ApiAnswer.raw(api.address(), "GET /healthz HTTP/1.0", "", "").status())
                .isEqualTo(200);
    }

    private ApiAnswer get(String... headers) throws IOException {
        return get("/healthz", headers);
    }

    private ApiAnswer page(String... headers) throws IOException {
        return get("/", headers);
    }

    private ApiAnswer get(String path, String[] headers) throws IOException {
        String lines = String.join("\r\n", headers);
        return ApiAnswer.raw(api.address(), "GET " + path + " HTTP/1.1", lines, "Connection: close", "", "");
    }
}
