package dev.dht.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.FakeDht;
import dev.dht.id.Id;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to ask wrongly, with its status and its one line. */
class WrongRequestTest {
    private static final String ID = Id.of(1, 2, 3, 4).hex();

    private final FakeDht dht = new FakeDht();
    private LocalApi api;

    @BeforeEach
    void serve() throws IOException {
        api = LocalApi.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        api.serve(dht, false);
    }

    @AfterEach
    void close() {
        api.close();
        assertThat(dht.entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abc", "00", "zz00000000000000000000000000000000000000000000000000000000000000", "sha256:1"})
    void aWrongIdIsABadRequest(String id) throws IOException {
        for (String path : new String[] {"/v1/entries/", "/v1/lookup/"}) {
            ApiAnswer answer = ApiAnswer.of(api.address(), "GET", path + id, "");

            isProblem(answer, 400, "not an id: an id");
        }
        isProblem(ApiAnswer.of(api.address(), "PUT", "/v1/entries/" + id, "{\"port\":1}"), 400, "not an id");
        isProblem(ApiAnswer.of(api.address(), "DELETE", "/v1/entries/" + id, ""), 400, "not an id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"port\":0}        | a port is a whole number from 1 to 65535, not 0",
                "{\"port\":65536}    | a port is a whole number from 1 to 65535, not 65536",
                "{\"port\":-1}       | a port is a whole number from 1 to 65535, not -1",
                "{\"port\":1.5}      | \"port\" is not a whole number",
                "{\"port\":1e3}      | \"port\" is not a whole number",
                "{\"port\":99999999999999999999} | \"port\" is not a whole number",
                "{\"port\":\"8080\"} | \"port\" is not a number",
                "{\"port\":null}     | \"port\" is missing; the body should be {\"port\":8080}",
                "{\"prot\":8080}     | the body has unknown fields: prot; it should be {\"port\":8080}",
                "{\"port\":1,\"a\":1,\"b\":2} | the body has unknown fields: a, b; it should be {\"port\":8080}",
                "{}                  | \"port\" is missing",
                "[8080]              | the body is not one JSON object",
                "8080                | the body is not one JSON object",
                "{\"port\":8080      | the body is not JSON; it should be {\"port\":8080}",
                "{\"port\":1}{}      | the body is not one JSON object",
                "{\"port\":1,\"port\":2} | the body is not JSON; it should be {\"port\":8080}",
                "port=8080           | the body is not JSON; it should be {\"port\":8080}",
                "''                  | the body is empty; it should be {\"port\":8080}",
            })
    void aWrongBodyIsABadRequest(String body, String detail) throws IOException {
        isProblem(ApiAnswer.of(api.address(), "PUT", "/v1/entries/" + ID, body), 400, detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"peer\":\"127.0.0.1\"}       | is not HOST:PORT: it has no port",
                "{\"peer\":\"127.0.0.1:0\"}     | a port is a whole number from 1 to 65535, not '0'",
                "{\"peer\":\"127.0.0.1:x\"}     | a port is a whole number from 1 to 65535, not 'x'",
                "{\"peer\":\"::1:1729\"}        | an IPv6 address stands in brackets",
                "{\"peer\":\"[::1]:1729\"}      | nodes speak IPv4 only",
                "{\"peer\":\"no.invalid:1729\"} | the name no.invalid does not resolve",
                "{\"peer\":\"0.0.0.0:5\"}       | 0.0.0.0 is not the address of one machine",
                "{\"peer\":\"239.1.2.3:5\"}     | 239.1.2.3 is not the address of one machine",
                "{\"peer\":\"255.255.255.255:5\"} | 255.255.255.255 is not the address of one machine",
                "{\"peer\":\"127.0.0.1:5\",\"x\":1} | the body has unknown fields: x; it should be {\"peer\":\"127.0.0.1:1729\"}",
                "''                             | the body is empty; it should be {\"peer\":\"127.0.0.1:1729\"}",
                "{\"peer\":1729}                | \"peer\" is not a string",
                "{}                             | \"peer\" is missing",
            })
    void aWrongAddressIsABadRequest(String body, String detail) throws IOException {
        isProblem(ApiAnswer.of(api.address(), "POST", "/v1/ping", body), 400, detail);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/entries/{id}?wait=perhaps, PUT, wait is true or false",
        "/v1/entries/{id}?wiat=false, PUT, unknown parameters: wiat (this takes wait)",
        "/v1/entries/{id}?wait=true, GET, unknown parameters: wait (this takes none)",
        "/v1/entries?x&y=1&limit=2, GET, 'unknown parameters: x, y (this takes limit, after)'",
        "/v1/info?verbose, GET, unknown parameters: verbose (this takes none)",
        "/metrics?a=b, GET, unknown parameters: a (this takes none)",
        "/v1/lookup/{id}?explain=x, GET, explain is true or false",
        "/v1/entries?limit=0, GET, limit is a whole number from 1 to 10000",
        "/v1/entries?limit=x, GET, limit is a whole number from 1 to 10000",
        "/v1/entries?after=12, GET, an id is 64 hex digits",
        "/v1/entries?after=%FF, GET, an id is 64 hex digits"
    })
    void aWrongParameterIsABadRequest(String path, String method, String detail) throws IOException {
        isProblem(ApiAnswer.of(api.address(), method, path.replace("{id}", ID), "{\"port\":1}"), 400, detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST    | /v1/info        | GET, HEAD",
                "GET     | /v1/ping        | POST",
                "POST    | /v1/entries     | GET, HEAD",
                "POST    | /v1/entries/ID  | DELETE, GET, HEAD, PUT",
                "PATCH   | /v1/entries/ID  | DELETE, GET, HEAD, PUT",
                "DELETE  | /v1/lookup/ID   | GET, HEAD",
                "PUT     | /metrics        | GET, HEAD",
                "OPTIONS | /healthz        | GET, HEAD"
            })
    void anotherMethodIsNotAllowed(String method, String path, String allowed) throws IOException {
        ApiAnswer answer = ApiAnswer.of(api.address(), method, path.replace("ID", ID), "");

        isProblem(answer, 405, "takes " + allowed + ", not " + method);
        assertThat(answer.header("Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x",
                "/v1",
                "/v1/",
                "/v1/info/",
                "/v2/info",
                "/v1/lookup",
                "/v1/entries/a/b",
                "/v1//info",
                "/%2e%2e/x",
                "/a%0Ab"
            })
    void nothingIsAtAnotherPath(String path) throws IOException {
        isProblem(ApiAnswer.of(api.address(), "GET", path, ""), 404, "nothing is at ");
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws IOException {
        String body = "{\"port\":1,\"x\":\"" + "x".repeat(1 << 20) + "\"}";

        isProblem(ApiAnswer.of(api.address(), "PUT", "/v1/entries/" + ID, body), 413, "at most 65536 bytes");
    }

    @Test
    void aBodyThatIsTooLongIsRefusedInChunksToo() throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("PUT /v1/entries/" + ID + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 9; i++) {
            request.writeBytes(("2000\r\n" + " ".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        request.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));

        isProblem(ApiAnswer.ofBytes(api.address(), request.toByteArray()), 413, "at most 65536 bytes");
    }

    @Test
    void aBodyOfExactlyTheMostIsRead() throws IOException {
        String body = "{\"port\":0}" + " ".repeat(65_536 - 10);

        isProblem(ApiAnswer.of(api.address(), "PUT", "/v1/entries/" + ID, body), 400, "a port is a whole number");
    }

    @Test
    void aDeepBodyIsABadRequest() throws IOException {
        String body = "{\"port\":" + "[".repeat(20_000);

        isProblem(ApiAnswer.of(api.address(), "PUT", "/v1/entries/" + ID, body), 400, "the body is not JSON");
    }

    private static void isProblem(ApiAnswer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().number("status")).isEqualTo(status);
        assertThat(answer.json().text("title")).isNotBlank();
        assertThat(answer.json().text("detail")).contains(detail).doesNotContain("\n", "REDACTED", "Source");
    }
}
