package dev.dht.app.http;

/** A request that is not done: the status it is answered with, and one line for people that says why. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * To be thrown by whoever answers.
     *
     * @param status the HTTP status
     * @param detail what is wrong, and what to do
     */
    public Problem(int status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
