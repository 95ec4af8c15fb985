package dev.dht.sim.net;

import dev.dht.id.Endpoint;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Carries datagrams between hosts: takes them, delays them, and hands them out when their time has come. Host number n is
 * at address 10.0.0.1 + n, port 1729.
 */
public final class Network {
    private static final int FIRST_ADDRESS = (10 << 24) + 1;
    private static final int PORT = 1729;

    private final Geography geography;
    private final Weather weather;
    private final Trace trace;
    private final Agenda<Flight> flights = new Agenda<>();
    private final ByteBuffer buffer;
    private int places;
    private long datagrams;
    private long bytes;

    /** An empty network for datagrams up to a length; see {@link Geography} and {@link Trace}. */
    public Network(SplittableRandom seeds, double homeShare, int longest, @Nullable OutputStream file) {
        geography = new Geography(seeds.split(), homeShare);
        weather = new Weather(seeds.split());
        trace = new Trace(file);
        buffer = ByteBuffer.allocate(longest);
    }

    /** Where nodes write what they send; one for all, because they run one after another. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Finds a place for the next host, whose number it must be; its endpoint. */
    public Endpoint place(int number) {
        geography.add();
        places = number + 1;
        return endpoint(number);
    }

    /** The endpoint of a host. */
    public Endpoint endpoint(int number) {
        return Endpoint.v4(FIRST_ADDRESS + number, PORT);
    }

    /** The number of the host at an endpoint; -1 where there is none. */
    public int numberAt(Endpoint endpoint) {
        int number = endpoint.isV4() && endpoint.port() == PORT ? endpoint.address() - FIRST_ADDRESS : -1;
        return number < places ? Math.max(-1, number) : -1;
    }

    /** The round trip between a host and an endpoint without jitter, in nanoseconds. */
    public long roundTrip(int number, Endpoint to) {
        return geography.roundTrip(number, numberAt(to));
    }

    /** Whether a host is on a slow home line. */
    public boolean isHome(int number) {
        return geography.isHome(number);
    }

    /** What becomes of datagrams. */
    public Weather weather() {
        return weather;
    }

    /** Takes a datagram. */
    public void send(long now, int from, Endpoint source, Endpoint to, ByteBuffer datagram) {
        byte[] copy = new byte[datagram.remaining()];
        datagram.get(datagram.position(), copy);
        datagrams++;
        bytes += copy.length;
        int number = numberAt(to);
        if (number < 0) {
            trace.add(now, source, to, Fate.NOBODY, copy);
            return;
        }
        long oneWay = geography.roundTrip(from, number) / 2;
        for (int copies = weather.doubles() ? 2 : 1; copies > 0; copies--) {
            if (weather.loses(now)) {
                trace.add(now, source, to, Fate.LOST, copy);
            } else {
                flights.add(now + oneWay + weather.jitter(oneWay), new Flight(from, number, copy));
            }
        }
    }

    /** When the next datagram arrives; {@link Long#MAX_VALUE} where none is on its way. */
    public long nextArrival() {
        return flights.firstTime();
    }

    /** Takes the next datagram that arrives; there must be one. */
    public Flight arrival() {
        return flights.poll();
    }

    /** Notes what became of a datagram that arrived. */
    public void traced(long now, Flight flight, Fate fate) {
        trace.add(now, endpoint(flight.from()), endpoint(flight.to()), fate, flight.bytes());
    }

    /** How many datagrams were sent. */
    public long datagrams() {
        return datagrams;
    }

    /** How many bytes of UDP payload were sent. */
    public long bytes() {
        return bytes;
    }

    /** See {@link Trace#hash}. */
    public String traceHash() {
        return trace.hash();
    }
}
