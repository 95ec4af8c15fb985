package dev.dht.state;

import dev.dht.api.DhtException;
import dev.dht.id.Id;
import java.io.PrintStream;
import java.nio.file.Path;

/** A process to be killed: enters one id after the other, and prints the number of each that is acknowledged. */
final class StateProcess {
    private static final int IDS = 500;

    private StateProcess() {}

    /**
     * Enters until it is killed.
     *
     * @param args the directory; the number that was acknowledged last: number N enters id N % 500
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true);
        try (StateDirectory state = StateDirectory.open(Path.of(args[0]))) {
            Saved saved = state.load();
            long last = Long.parseLong(args[1]);
            out.println("found " + (isWhole(saved, last) ? last : "not all that was there: " + saved));
            for (long number = last + 1; ; number++) {
                state.entered(id(number), port(number)).join();
                out.println(number);
            }
        } catch (DhtException e) {
            out.println(e.getMessage());
        }
    }

    private static boolean isWhole(Saved saved, long last) {
        for (long number = Math.max(1, last - IDS + 1); number <= last; number++) {
            int port = saved.entries().getOrDefault(id(number), 0);
            // The next of this id may have come to the disk, and its acknowledgement not out.
            if (port != port(number) && port != port(number + IDS)) {
                return false;
            }
        }
        return true;
    }

    private static int port(long number) {
        return (int) (number % 60_000) + 1;
    }

    private static Id id(long number) {
        return Id.of(number % IDS, 0, 0, 0);
    }
}
