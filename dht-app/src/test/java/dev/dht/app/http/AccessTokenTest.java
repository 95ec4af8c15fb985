package dev.dht.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.app.FakeDht;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call an API that asks for a token. */
class AccessTokenTest {
    private static final String SECRET = "correct-horse-battery-staple";

    @TempDir
    private Path directory;

    private AccessToken token() throws IOException {
        return AccessToken.read(Files.writeString(directory.resolve("t"), SECRET + "\n"));
    }

    private static LocalApi serve(AccessToken token) throws IOException {
        LocalApi api = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        api.demand(token);
        api.serve(new FakeDht(), false);
        return api;
    }

    private static ApiAnswer get(LocalApi api, String path, String... headers) throws IOException {
        String more = headers.length == 0 ? "X-None: 1" : String.join("\r\n", headers);
        return ApiAnswer.raw(
                api.address(), "GET " + path + " HTTP/1.1", "Host: 127.0.0.1", more, "Connection: close", "", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/info", "/metrics", "/v1/entries", "/v1/openapi.json", "/nothing", "/", "/healthz/.."})
    void withoutItNothingIsServedButHealth(String path) throws IOException {
        try (LocalApi api = serve(token())) {
            ApiAnswer refused = get(api, path);

            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.json().text("detail")).contains("asks for a token", "--token-file");
            assertThat(refused.header("WWW-Authenticate")).isNotEmpty();
            assertThat(get(api, "/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void whoShowsItIsServed() throws IOException {
        try (LocalApi api = serve(token())) {
            String basic = Base64.getEncoder().encodeToString(("me:" + SECRET).getBytes(StandardCharsets.UTF_8));

            assertThat(get(api, "/v1/info", "Authorization: Bearer " + SECRET).status())
                    .isEqualTo(200);
            assertThat(get(api, "/metrics", "authorization: bearer  " + SECRET).status())
                    .isEqualTo(200);
            assertThat(get(api, "/v1/info", "Authorization: Basic " + basic).status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer correct-horse-battery-stapl",
                "Bearer correct-horse-battery-staplee",
                "Bearer Correct-horse-battery-staple",
                "Basic ???",
                "Basic bWU6d3Jvbmc=",
                "Digest correct-horse-battery-staple",
                "correct-horse-battery-staple"
            })
    void anotherIsRefused(String shown) throws IOException {
        try (LocalApi api = serve(token())) {
            assertThat(get(api, "/v1/info", "Authorization: " + shown).status()).isEqualTo(401);
        }
    }

    @Test
    void aPageOfAnotherSiteIsRefusedEvenIfTheBrowserShowsIt() throws IOException {
        try (LocalApi api = serve(token())) {
            ApiAnswer answer = get(api, "/v1/info", "Authorization: Bearer " + SECRET, "Origin: http://evil.example");

            assertThat(answer.status()).isEqualTo(403);
        }
    }

    @Test
    void onAnAddressThatOthersReachTheApiDoesNotServeWithoutOne() throws IOException {
        try (LocalApi api = LocalApi.bind(new InetSocketAddress("0.0.0.0", 0))) {
            assertThatThrownBy(() -> api.serve(new FakeDht(), false))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("demands no token");
        }
    }

    @Test
    void theUrlOfAllAddressesIsOneThatPeopleKnow() throws IOException {
        try (LocalApi api = LocalApi.bind(new InetSocketAddress("0.0.0.0", 0))) {
            assertThat(api.url()).isEqualTo("http://0.0.0.0:" + api.address().getPort());
        }
    }

    @Test
    void aStateDirectoryKeepsOneThatOnlyItsUserCanRead() throws IOException {
        Path state = directory.resolve("new");
        Path file = AccessToken.ofState(state).file();
        String first = AccessToken.textOf(file);

        assertThat(first).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(AccessToken.textOf(AccessToken.ofState(state).file())).isEqualTo(first);
        assertThat(AccessToken.textOf(
                        AccessToken.ofState(directory.resolve("other")).file()))
                .isNotEqualTo(first);
        try (var files = Files.list(state)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "two words that are long enough", "ein-Schl\u00fcssel-der-lang-genug-ist"})
    void whatCanBeGuessedOrTypedWrongIsNoToken(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("bad"), text);

        assertThatThrownBy(() -> AccessToken.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bad holds no token")
                .hasMessageContaining("openssl rand");
        assertThatThrownBy(() -> AccessToken.read(directory.resolve("none"))).hasMessageContaining("does not exist");
    }

    @Test
    void readAgainItIsTheNewOneAndStaysTheOldOneWhereThatIsNone() throws IOException {
        AccessToken token = token();
        try (LocalApi api = serve(token)) {
            assertThat(token.reload()).isFalse();
            Files.writeString(token.file(), "another-one-of-some-length");
            assertThat(token.reload()).isTrue();
            assertThat(get(api, "/v1/info", "Authorization: Bearer " + SECRET).status())
                    .isEqualTo(401);
            Files.writeString(token.file(), "");
            assertThatThrownBy(token::reload).isInstanceOf(IOException.class);
            assertThat(get(api, "/v1/info", "Authorization: Bearer another-one-of-some-length")
                            .status())
                    .isEqualTo(200);
        }
    }
}
