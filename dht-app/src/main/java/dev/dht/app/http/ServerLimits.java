package dev.dht.app.http;

/**
 * The limits of the JDK's HTTP server, which are properties of the whole process and are read when its classes are
 * loaded. What is given on the command line of the JVM stands.
 */
public final class ServerLimits {
    private static final String CONNECTIONS = "jdk.httpserver.maxConnections";

    private ServerLimits() {}

    /** To be called before the first server is made. */
    public static void set() {
        // Seconds in which a request must have come whole.
        byDefault("sun.net.httpserver.maxReqTime", "20");
        // Seconds in which its answer must have been read: more than any look-up takes.
        byDefault("sun.net.httpserver.maxRspTime", "300");
        byDefault("sun.net.httpserver.idleInterval", "30");
        byDefault("sun.net.httpserver.maxReqHeaders", "64");
        byDefault("sun.net.httpserver.maxReqHeaderSize", "32768");
        byDefault(CONNECTIONS, "1024");
        // Small answers on kept connections leave at once.
        byDefault("sun.net.httpserver.nodelay", "true");
    }

    /** How many connections one server may have; what comes then is closed without a word. */
    public static int connections() {
        return Integer.getInteger(CONNECTIONS, 0);
    }

    private static void byDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
