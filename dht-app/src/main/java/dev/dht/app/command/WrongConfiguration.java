package dev.dht.app.command;

/** What is configured is wrong: where and what, and how it would be right. */
final class WrongConfiguration extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String example;

    /**
     * One mistake.
     *
     * @param message where it is, and what
     * @param example what could stand there
     */
    WrongConfiguration(String message, String example) {
        super(message);
        this.example = example;
    }

    String example() {
        return example;
    }
}
