package dev.dht.publish;

import dev.dht.id.Id;
import org.jspecify.annotations.Nullable;

/** A look-up that is needed. */
public final class Wanted {
    private final Id target;
    /** Of which it is a part; null where it is the first of one. */
    final @Nullable Sweep sweep;

    Wanted(Id target, @Nullable Sweep sweep) {
        this.target = target;
        this.sweep = sweep;
    }

    /** What to look up. */
    public Id target() {
        return target;
    }
}
