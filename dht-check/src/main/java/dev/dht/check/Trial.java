package dev.dht.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a body, and how it ended: {@code failure} is null where the body held. */
record Trial(Choices choices, @Nullable Throwable failure) {
    // The virtual machine's own errors, but for a stack that overflowed, are nothing that a smaller case would explain.
    static Trial of(Body body, Choices choices) {
        try {
            body.run(choices);
            return new Trial(choices, null);
        } catch (StackOverflowError overflow) {
            return new Trial(choices, overflow);
        } catch (VirtualMachineError error) {
            throw error;
        } catch (Throwable failure) {
            return new Trial(choices, failure);
        }
    }

    long[] recorded() {
        return choices.recorded();
    }

    List<Recording.Span> spans() {
        return choices.recording().spans();
    }
}
