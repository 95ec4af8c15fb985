package dev.dht.app.share;

import dev.dht.app.address.HostPort;
import dev.dht.app.client.Connections;
import dev.dht.id.Id;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** Who is said to serve a file, asked over HTTP/1.1 without any proxy. What it says is a claim. */
final class Holder {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 10_000;
    /** A piece that takes longer than this comes too slowly to be waited for. */
    private static final long PIECE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final InetSocketAddress address;
    private final Id id;

    Holder(InetSocketAddress address, Id id) {
        this.address = address;
        this.id = id;
    }

    /** How long it says the file is. */
    long size() throws IOException {
        HttpURLConnection connection = open("HEAD");
        int status = connection.getResponseCode();
        if (status != HttpURLConnection.HTTP_OK) {
            throw new RefusedHolderException("it answered " + status);
        }
        long size = connection.getContentLengthLong();
        if (size < 0) {
            throw new RefusedHolderException("it does not say how long the file is");
        }
        return size;
    }

    /** Some bytes of the file, which is {@code size} long. */
    byte[] piece(long first, int length, long size) throws IOException {
        HttpURLConnection connection = open("GET");
        long last = first + length - 1;
        connection.setRequestProperty("Range", "bytes=" + first + "-" + last);
        boolean whole = false;
        try {
            check(connection, first, last, size);
            try (InputStream in = connection.getInputStream()) {
                byte[] piece = read(in, length);
                whole = true;
                return piece;
            }
        } finally {
            if (!whole) {
                connection.disconnect();
            }
        }
    }

    private static void check(HttpURLConnection connection, long first, long last, long size) throws IOException {
        int status = connection.getResponseCode();
        long length = last - first + 1;
        if (status == HttpURLConnection.HTTP_OK) {
            if (length != size) {
                throw new RefusedHolderException("it gives no parts of a file");
            }
        } else if (status != HttpURLConnection.HTTP_PARTIAL) {
            throw new RefusedHolderException("it answered " + status);
        } else if (!("bytes " + first + "-" + last + "/" + size).equals(connection.getHeaderField("Content-Range"))) {
            throw new RefusedHolderException("it gave another range than was asked for");
        }
        long said = connection.getContentLengthLong();
        if (said >= 0 && said != length) {
            throw new RefusedHolderException(
                    said > length ? "it sends more than it said" : "it sends less than it said");
        }
    }

    private static byte[] read(InputStream in, int length) throws IOException {
        byte[] piece = new byte[length];
        long began = System.nanoTime();
        int at = 0;
        while (at < length) {
            int n = in.read(piece, at, length - at);
            if (n < 0) {
                throw new IOException("its answer ended early");
            }
            at += n;
            if (System.nanoTime() - began > PIECE_NANOS) {
                throw new RefusedHolderException("it is too slow");
            }
        }
        if (in.read() >= 0) {
            throw new RefusedHolderException("it sends more than it said");
        }
        return piece;
    }

    private HttpURLConnection open(String method) throws IOException {
        URI uri = URI.create("http://" + this + "/" + id.hex());
        return Connections.open(method, uri.toURL(), CONNECT_MILLIS, READ_MILLIS);
    }

    /** {@code HOST:PORT}. */
    @Override
    public String toString() {
        return HostPort.text(address);
    }
}
