package dev.dht.app.client;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;

/** HTTP connections that go where they are told and nowhere else. */
public final class Connections {
    private Connections() {}

    /**
     * Past any proxy, following no redirect, out of no cache. Nothing is sent before its answer is asked for.
     *
     * @param connectMillis how long connecting may take
     * @param readMillis how long nothing may come
     */
    public static HttpURLConnection open(String method, URL to, int connectMillis, int readMillis) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) to.openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(connectMillis);
        connection.setReadTimeout(readMillis);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod(method);
        return connection;
    }
}
