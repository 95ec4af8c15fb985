package dev.dht.flight;

import dev.dht.api.LookupReport;
import dev.dht.id.Id;
import java.util.concurrent.CompletableFuture;

/** Tells the flight recorder, where there is one. For any thread. */
public final class Flight {
    private static final boolean THERE = isThere();

    private Flight() {}

    /** No class of the recorder may be loaded where it is missing: those below are, the first time they are used. */
    private static boolean isThere() {
        try {
            Class.forName("jdk.jfr.Event", false, Flight.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** A look-up begins, and ends when its future completes. */
    public static void lookup(Id id, CompletableFuture<LookupReport> report) {
        if (THERE) {
            Recorder.lookup(id, report);
        }
    }

    /** Runs a callback of a user; what it throws is thrown. */
    public static void callback(Runnable callback) {
        if (THERE) {
            Recorder.callback(callback);
        } else {
            callback.run();
        }
    }

    private static final class Recorder {
        static void lookup(Id id, CompletableFuture<LookupReport> report) {
            LookupEvent event = new LookupEvent();
            if (!event.isEnabled()) {
                return;
            }
            event.begin();
            var unused = report.whenComplete((known, failure) -> {
                event.end();
                if (event.shouldCommit()) {
                    event.id = id.hex();
                    if (known != null) {
                        event.endpoints = known.endpoints().size();
                        event.queries = known.queries();
                        event.hops = known.hops();
                    }
                    event.commit();
                }
            });
        }

        static void callback(Runnable callback) {
            CallbackEvent event = new CallbackEvent();
            event.begin();
            try {
                callback.run();
            } finally {
                event.commit();
            }
        }
    }
}
