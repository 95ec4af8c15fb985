package dev.dht.app.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Id;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served over HTTP, and what never is. */
@Timeout(60)
class FileServerTest {
    private static final String TEXT = "0123456789";
    private static final Id ID = Id.sha256(TEXT.getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private FileServer server;

    @BeforeEach
    void serve() throws IOException {
        SharedFile shared = SharedFile.of(Files.writeString(directory.resolve("ten"), TEXT));
        server = FileServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.serve(id -> id.equals(shared.id()) ? Optional.of(shared) : Optional.empty());
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void theWholeFileUnderEitherFormOfItsId() throws Exception {
        for (String name : new String[] {ID.hex(), ID.base32(), "sha256:" + ID.hex()}) {
            HttpResponse<String> answer = ask("GET", "/" + name, "");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(TEXT);
            assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(10);
        }
    }

    @Test
    void headSaysTheLengthAndSendsNothing() throws Exception {
        HttpResponse<String> answer = ask("HEAD", "/" + ID.hex(), "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(10);
        assertThat(answer.headers().firstValue("Accept-Ranges")).hasValue("bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "bytes=0-0     | 206 | 0          | bytes 0-0/10",
                "bytes=2-5     | 206 | 2345       | bytes 2-5/10",
                "bytes=7-      | 206 | 789        | bytes 7-9/10",
                "bytes=7-99    | 206 | 789        | bytes 7-9/10",
                "bytes=-3      | 206 | 789        | bytes 7-9/10",
                "bytes=-99     | 206 | 0123456789 | bytes 0-9/10",
                "bytes=10-     | 416 | ''         | bytes */10",
                "bytes=99-100  | 416 | ''         | bytes */10",
                "bytes=-0      | 416 | ''         | bytes */10",
                "bytes=5-2     | 200 | 0123456789 | -",
                "bytes=0-1,4-5 | 200 | 0123456789 | -",
                "bytes=-       | 200 | 0123456789 | -",
                "lines=1-2     | 200 | 0123456789 | -"
            })
    void aRange(String range, int status, String body, String said) throws Exception {
        HttpResponse<String> answer = ask("GET", "/" + ID.hex(), range);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers().firstValue("Content-Range")).isEqualTo(Optional.ofNullable(said));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/ten", "/../ten", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/ID/ten", "/ID%00", "/0ID"
            })
    void whatIsNoIdThatWasSharedIsNotFound(String path) throws Exception {
        assertThat(ask("GET", path.replace("ID", ID.hex()), "").statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/" + Id.of(1, 2, 3, 4).hex(), "").statusCode()).isEqualTo(404);
    }

    @Test
    void nothingButReadingIsAllowed() throws Exception {
        HttpResponse<String> answer = ask("DELETE", "/" + ID.hex(), "");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    private HttpResponse<String> ask(String method, String path, String range) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
