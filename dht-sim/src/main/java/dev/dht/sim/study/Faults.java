package dev.dht.sim.study;

import dev.dht.sim.Universe;
import java.util.BitSet;
import java.util.SplittableRandom;

/** Makes faults happen in a universe. */
final class Faults {
    private final Universe universe;
    private final SplittableRandom choices;

    Faults(Universe universe, SplittableRandom choices) {
        this.universe = universe;
        this.choices = choices;
    }

    /** Has a fault happen in its time, from now on. */
    void plan(Fault fault) {
        universe.plan(universe.now() + fault.at().toNanos(), () -> begin(fault));
    }

    /** Has a fault begin now. */
    void begin(Fault fault) {
        BitSet part = draw(fault.part());
        switch (fault.kind()) {
            case PARTITION -> universe.cut(fault.span(), (from, to) -> part.get(from) != part.get(to));
            case ONE_WAY -> universe.cut(fault.span(), (from, to) -> part.get(from) && !part.get(to));
            case LOSS -> universe.lose(fault.span(), fault.part());
            case STALL -> part.stream().forEach(host -> universe.stall(host, fault.span()));
            case KILL -> kill(part, fault);
        }
    }

    private BitSet draw(double share) {
        BitSet part = new BitSet(universe.size());
        for (int host = 0; host < universe.size(); host++) {
            part.set(host, choices.nextDouble() < share);
        }
        return part;
    }

    private void kill(BitSet part, Fault fault) {
        BitSet killed = new BitSet();
        part.stream().filter(universe::isHonest).forEach(host -> {
            killed.set(host);
            universe.stop(host);
        });
        universe.plan(
                universe.now() + fault.span().toNanos(),
                () -> killed.stream().filter(host -> !universe.isUp(host)).forEach(universe::restart));
    }
}
