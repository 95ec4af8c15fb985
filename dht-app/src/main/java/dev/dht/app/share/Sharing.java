package dev.dht.app.share;

import dev.dht.api.Dht;
import dev.dht.id.Id;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Files that are shared: served over HTTP, and their ids entered. A file that changes is no longer given; it is hashed
 * again and shared under its new id. One that is gone is withdrawn, until it is back.
 */
public final class Sharing implements AutoCloseable {
    private static final int LOOK_SECONDS = 30;

    private final Entering entering;
    private final FileServer server;
    private final @Nullable Path state;
    private final Consumer<String> remark;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "dht-share-files");
        daemon.setDaemon(true);
        return daemon;
    });
    private final Set<Path> complained = new LinkedHashSet<>();
    private volatile List<SharedFile> files;
    private final Object keeping = new Object();
    /** The list that was kept last. */
    private @Nullable ShareList kept;

    private boolean toldUnkept;

    /**
     * Nothing is shared before {@link #begin}.
     *
     * @param files what is shared
     * @param state where the list is kept; null for nowhere
     * @param remark told what a person should know
     */
    public Sharing(Dht dht, FileServer server, List<SharedFile> files, @Nullable Path state, Consumer<String> remark) {
        this.entering = new Entering(dht, server.port(), remark);
        this.server = server;
        this.files = List.copyOf(files);
        this.state = state;
        this.remark = remark;
    }

    /**
     * What is to be shared: what was before, and what is named now. Files that are as they were are not hashed again.
     *
     * @throws IOException if a file that is named cannot be shared; the message says so to people
     */
    public static List<SharedFile> files(List<SharedFile> before, List<Path> named) throws IOException {
        List<SharedFile> all = new ArrayList<>(before);
        for (Path each : named) {
            Path path = each.toAbsolutePath().normalize();
            boolean known = all.stream().anyMatch(file -> file.path().equals(path) && file.unchanged());
            if (!known) {
                SharedFile fresh = SharedFile.of(each);
                all.removeIf(file -> file.path().equals(path));
                all.add(fresh);
            }
        }
        return List.copyOf(all);
    }

    /**
     * Serves, and enters the ids.
     *
     * @param before what an earlier run had entered, or had still to delete
     * @throws IOException if the list cannot be kept
     */
    public synchronized void begin(ShareList before) throws IOException {
        Set<Id> old = new LinkedHashSet<>(before.leaving());
        before.files().forEach(file -> old.add(file.id()));
        hashAgain();
        old.removeAll(wanted());
        keep(old);
        server.serve(this::find);
        old.forEach(entering::withdraw);
        entering.want(wanted());
        var unused = thread.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** What is shared now. */
    public List<SharedFile> shared() {
        return files.stream().filter(SharedFile::unchanged).toList();
    }

    private Optional<SharedFile> find(Id id) {
        boolean stale = false;
        for (SharedFile file : files) {
            if (file.id().equals(id)) {
                if (file.unchanged()) {
                    return Optional.of(file);
                }
                stale = true;
            }
        }
        if (stale) {
            try {
                thread.execute(this::refresh);
            } catch (RejectedExecutionException e) {
                return Optional.empty(); // it ends
            }
        }
        return Optional.empty();
    }

    /** Once in a while. What strangers ask for does not hasten what is tried again. */
    private void look() {
        refresh();
        entering.again();
    }

    private synchronized void refresh() {
        hashAgain();
        entering.want(wanted());
        // Until it is kept, the list of before names what is being deleted.
        keepOrTell();
    }

    private void hashAgain() {
        List<SharedFile> now = new ArrayList<>();
        for (SharedFile file : files) {
            SharedFile fresh = file;
            if (!file.unchanged()) {
                try {
                    fresh = SharedFile.of(file.path());
                    remark.accept(file.path() + " has changed; it is shared as "
                            + fresh.id().hex());
                    complained.remove(file.path());
                } catch (IOException e) {
                    if (complained.add(file.path())) {
                        remark.accept("not shared: " + e.getMessage());
                    }
                }
            }
            now.add(fresh);
        }
        files = List.copyOf(now);
    }

    private Set<Id> wanted() {
        Set<Id> ids = new LinkedHashSet<>();
        shared().forEach(file -> ids.add(file.id()));
        return ids;
    }

    /** Keeps the list on disk, if it is another than the one there; what cannot be kept is tried again the next time. */
    private void keepOrTell() {
        synchronized (keeping) {
            try {
                keep(entering.leaving());
                toldUnkept = false;
            } catch (IOException e) {
                if (!toldUnkept) {
                    toldUnkept = true;
                    remark.accept("the list of what is shared cannot be kept: " + Reasons.of(e));
                }
            }
        }
    }

    private void keep(Set<Id> leaving) throws IOException {
        // Not under the lock of those who hash, which may take long when this is to end.
        synchronized (keeping) {
            ShareList now = new ShareList(server.port(), files, List.copyOf(leaving));
            if (state != null && !now.equals(kept)) {
                now.write(state);
                kept = now;
            }
        }
    }

    /** Serves no longer; what the node has not deleted by then the next run deletes. The node is the caller's. */
    @Override
    public void close() {
        entering.close();
        thread.shutdownNow();
        server.close();
        synchronized (keeping) {
            if (kept != null) { // else it never began, and what is to be deleted is not known
                keepOrTell();
            }
        }
    }
}
