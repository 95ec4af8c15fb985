package dev.dht.check;

/** What a property does with one case: draws what it needs, and throws where its promise is broken. */
@FunctionalInterface
public interface Body {
    /** Runs one case. All that differs between cases is drawn from {@code choices}. */
    void run(Choices choices) throws Exception;
}
