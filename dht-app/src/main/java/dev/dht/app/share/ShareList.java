package dev.dht.app.share;

import dev.dht.app.json.Fields;
import dev.dht.app.json.Json;
import dev.dht.id.Id;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is shared, as a state directory keeps it.
 *
 * @param httpPort where it was served; 0 if it never was
 * @param files what was shared, in the order in which it was named
 * @param leaving ids that were shared before, and that the node has not deleted so far
 */
public record ShareList(int httpPort, List<SharedFile> files, List<Id> leaving) {
    private static final String NAME = "shared.json";

    /** Nothing yet. */
    public static final ShareList EMPTY = new ShareList(0, List.of(), List.of());

    /** Copies the lists. */
    public ShareList {
        files = List.copyOf(files);
        leaving = List.copyOf(leaving);
    }

    /**
     * What a directory keeps; nothing, if there is none.
     *
     * @throws IOException if it cannot be read; the message says so to people
     */
    public static ShareList read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        try {
            Fields document = Json.read(Files.readString(file));
            List<SharedFile> files = new ArrayList<>();
            for (Fields each : document.objects("files")) {
                files.add(new SharedFile(
                        Path.of(each.text("path")),
                        each.number("bytes"),
                        each.number("modified_us"),
                        Id.parse(each.text("id"))));
            }
            List<Id> leaving = new ArrayList<>();
            // A list of before there were such has none.
            for (Fields each : document.has("leaving") ? document.objects("leaving") : List.<Fields>of()) {
                leaving.add(Id.parse(each.text("id")));
            }
            return new ShareList((int) document.number("http_port"), files, leaving);
        } catch (NoSuchFileException e) {
            return EMPTY;
        } catch (IllegalArgumentException e) { // a document of another kind is one too
            throw new IOException(file + " is damaged; remove it to share anew", e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + Reasons.of(e), e);
        }
    }

    /** Keeps it in a directory: the old list or the new one is there at every moment. */
    void write(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        Path fresh = directory.resolve(NAME + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(Json.bytes(document()));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Map<String, Object> document() {
        List<Object> all = new ArrayList<>();
        for (SharedFile each : files) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("path", each.path().toString());
            one.put("bytes", each.size());
            one.put("modified_us", each.modified());
            one.put("id", each.id().hex());
            all.add(one);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("http_port", httpPort);
        document.put("files", all);
        document.put(
                "leaving", leaving.stream().map(id -> Map.of("id", id.hex())).toList());
        return document;
    }
}
