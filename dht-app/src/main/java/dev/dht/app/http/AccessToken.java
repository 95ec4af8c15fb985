package dev.dht.app.http;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The secret that whoever calls the API has to know, where the API asks for one. It lies in a file. A program says {@code
 * Authorization: Bearer TOKEN}; a browser, which asks a person, gives it as the password of any user (Basic). For any thread.
 */
public final class AccessToken {
    /** The name of the file in a state directory. */
    public static final String FILE = "api-token";

    /** Fewer characters than this can be guessed. */
    private static final int LEAST = 16;

    private static final int MOST = 4_096;
    private static final int RANDOM_BYTES = 32;

    private final Path file;
    private volatile byte[] secret;

    private AccessToken(Path file, byte[] secret) {
        this.file = file;
        this.secret = secret;
    }

    /**
     * The token in a file.
     *
     * @throws IOException if there is none; the message says so to people
     */
    public static AccessToken read(Path file) throws IOException {
        return new AccessToken(file, secretIn(file));
    }

    /**
     * The token of a state directory; where it has none yet, a random one that only this user can read.
     *
     * @throws IOException if the one that is there is none, or a new one cannot be kept; the message says so to people
     */
    public static AccessToken ofState(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                make(directory, file);
            }
        } catch (IOException e) {
            throw new IOException("no token can be kept in " + file + ": " + reason(e), e);
        }
        return read(file);
    }

    private static void make(Path directory, Path file) throws IOException {
        Files.createDirectories(directory);
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mine = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path whole = Files.createTempFile(directory, FILE, ".new", mine);
        try {
            Files.writeString(whole, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
            try {
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(whole, file);
            }
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** The text of a token file; also for those who have to show it to an API. */
    public static String textOf(Path file) throws IOException {
        return new String(secretIn(file), StandardCharsets.US_ASCII);
    }

    private static byte[] secretIn(Path file) throws IOException {
        String text;
        try {
            if (Files.size(file) > MOST) {
                throw new IOException("the token file " + file + " is longer than " + MOST + " bytes");
            }
            text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        } catch (NoSuchFileException e) {
            throw new IOException("the token file " + file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw new IOException("the token file " + file + " may not be read by this user", e);
        } catch (FileSystemException e) {
            throw new IOException("the token file " + file + " cannot be read: " + e.getReason(), e);
        }
        if (text.length() < LEAST || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IOException("the token file " + file + " holds no token: one line of " + LEAST
                    + " characters or more without spaces, as from: openssl rand -hex 32");
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    /** Where it lies. */
    public Path file() {
        return file;
    }

    /**
     * Reads the file again.
     *
     * @return whether it holds another token than before
     * @throws IOException if it holds none now; the token stays what it was
     */
    public boolean reload() throws IOException {
        byte[] now = secretIn(file);
        boolean changed = !MessageDigest.isEqual(now, secret);
        secret = now;
        return changed;
    }

    /** Throws a {@link Problem} if a request does not show the token. Takes as long whatever it shows instead. */
    void admit(Headers request, Headers answer) {
        byte[] shown = shown(request.getFirst("Authorization"));
        if (shown == null || !MessageDigest.isEqual(shown, secret)) {
            answer.add("WWW-Authenticate", "Bearer realm=\"dht\"");
            answer.add("WWW-Authenticate", "Basic realm=\"dht\", charset=\"UTF-8\"");
            throw new Problem(
                    401,
                    (shown == null ? "this API asks for a token" : "this is not the token of this API")
                            + ": send Authorization: Bearer TOKEN (dht info --token-file FILE; the node's operator"
                            + " has the file)");
        }
    }

    private static byte @Nullable [] shown(@Nullable String authorization) {
        if (authorization == null) {
            return null;
        }
        if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return authorization.substring(7).strip().getBytes(StandardCharsets.UTF_8);
        }
        if (authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                byte[] both =
                        Base64.getDecoder().decode(authorization.substring(6).strip());
                String text = new String(both, StandardCharsets.UTF_8);
                return text.substring(text.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return new byte[0];
            }
        }
        return null;
    }
}
