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
     * @param before what an earlier run had entered
     * @throws IOException if the list cannot be kept
     */
    public synchronized void begin(List<SharedFile> before) throws IOException {
        Set<Id> old = new LinkedHashSet<>();
        before.forEach(file -> old.add(file.id()));
        hashAgain();
        keep();
        server.serve(this::find);
        old.removeAll(wanted());
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
        if (hashAgain()) {
            try {
                keep();
            } catch (IOException e) {
                remark.accept("the list of what is shared cannot be kept: " + Reasons.of(e));
            }
        }
        entering.want(wanted());
    }

    /** Whether a file has another id now. */
    private boolean hashAgain() {
        List<SharedFile> now = new ArrayList<>();
        boolean changed = false;
        for (SharedFile file : files) {
            SharedFile fresh = file;
            if (!file.unchanged()) {
                try {
                    fresh = SharedFile.of(file.path());
                    changed = true;
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
        return changed;
    }

    private Set<Id> wanted() {
        Set<Id> ids = new LinkedHashSet<>();
        shared().forEach(file -> ids.add(file.id()));
        return ids;
    }

    private void keep() throws IOException {
        if (state != null) {
            new ShareList(server.port(), files).write(state);
        }
    }

    /** Serves no longer. The node is the caller's. */
    @Override
    public void close() {
        entering.close();
        thread.shutdownNow();
        server.close();
    }
}
