package dev.dht.udp;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.net.BindException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The C library of 64-bit Linux, by the foreign-function API of JDK 22 and newer (JEP 454). This code is for JDK 17,
 * whose compiler does not know that API: it is looked up by name, once; what comes of it are method handles that take
 * words, and those are called as fast as ever. Memory is that of direct buffers, given by its address.
 */
final class Libc {
    /** The first JDK that has the API. */
    private static final int FIRST_JDK = 22;

    static final int AF_INET = 2;
    static final int SOCK_DGRAM = 2;
    static final int NONBLOCK = 0x800;
    static final int CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int POLLIN = 1;

    static final int EINTR = 4;
    static final int EAGAIN = 11;
    private static final int EACCES = 13;
    private static final int EADDRINUSE = 98;
    private static final int EADDRNOTAVAIL = 99;

    private Libc() {}

    /**
     * Why it cannot be used, or null if it can.
     *
     * @param onlyIfAllowed whether it is to be left alone where the JDK would print a warning: nobody allowed this
     *     module native access ({@code --enable-native-access})
     */
    static @Nullable String missing(boolean onlyIfAllowed) {
        String arch = System.getProperty("os.arch", "");
        if (!System.getProperty("os.name", "").equals("Linux") || !arch.equals("amd64") && !arch.equals("aarch64")) {
            return "this is not Linux on amd64 or aarch64";
        }
        if (Runtime.version().feature() < FIRST_JDK) {
            return "the JDK is older than " + FIRST_JDK;
        }
        if (onlyIfAllowed && !isAllowed()) {
            return "native access is not enabled (--enable-native-access)";
        }
        try {
            return Functions.TYPE.equals(Functions.SOCKET.type()) ? null : "a function has another type";
        } catch (LinkageError e) {
            Throwable why = e;
            while (why.getCause() != null) {
                why = why.getCause();
            }
            return "the C library cannot be linked (is --enable-native-access given?): " + why;
        }
    }

    private static boolean isAllowed() {
        try {
            return (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(Libc.class.getModule());
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** One thread's calls, each of which gives what the function gives. Allocates nothing. */
    static final class Caller {
        private final ByteBuffer errno = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
        private final Object state = Functions.segment(errno);

        /** What went wrong with the call before that gave -1. */
        int errno() {
            return errno.getInt(0);
        }

        /** The same as an exception. */
        IOException failure(String what) {
            return switch (errno()) {
                case EACCES -> new BindException(what + ": Permission denied");
                case EADDRINUSE -> new BindException(what + ": Address already in use");
                case EADDRNOTAVAIL -> new BindException(what + ": Cannot assign requested address");
                default -> new IOException(what + ": error " + errno());
            };
        }

        int socket(int domain, int type) {
            return call(Functions.SOCKET, domain, type, 0, 0, 0);
        }

        int setsockopt(int fd, int level, int name, long value, int length) {
            return call(Functions.SETSOCKOPT, fd, level, name, value, length);
        }

        int bind(int fd, long address, int length) {
            return call(Functions.BIND, fd, address, length, 0, 0);
        }

        int getsockname(int fd, long address, long length) {
            return call(Functions.GETSOCKNAME, fd, address, length, 0, 0);
        }

        int eventfd(int flags) {
            return call(Functions.EVENTFD, 0, flags, 0, 0, 0);
        }

        int poll(long descriptors, int count, int milliseconds) {
            return call(Functions.POLL, descriptors, count, milliseconds, 0, 0);
        }

        int recvmmsg(int fd, long headers, int count) {
            return call(Functions.RECVMMSG, fd, headers, count, 0, 0);
        }

        int sendmmsg(int fd, long headers, int count) {
            return call(Functions.SENDMMSG, fd, headers, count, 0, 0);
        }

        int read(int fd, long to, long length) {
            return call(Functions.READ, fd, to, length, 0, 0);
        }

        int write(int fd, long from, long length) {
            return call(Functions.WRITE, fd, from, length, 0, 0);
        }

        int close(int fd) {
            return call(Functions.CLOSE, fd, 0, 0, 0, 0);
        }

        private int call(MethodHandle function, long a, long b, long c, long d, long e) {
            try {
                return (int) function.invokeExact(state, a, b, c, d, e);
            } catch (Throwable t) {
                throw new IllegalStateException("a function of the C library that cannot be called", t);
            }
        }
    }

    /** Where the bytes of a direct buffer lie; for as long as the buffer is reachable. */
    static long address(ByteBuffer direct) {
        try {
            Object segment = Functions.segment(direct);
            return (long) Functions.SEGMENT.getMethod("address").invoke(segment);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the foreign-function API is another than that of JDK 22", e);
        }
    }

    /** Linked when the first is asked for; all in static fields, whose calls the compiler sees through. */
    private static final class Functions {
        /** What captures {@code errno}, and five words, of which a function leaves those alone that it does not have. */
        static final MethodType TYPE = MethodType.methodType(
                int.class, Object.class, long.class, long.class, long.class, long.class, long.class);

        private static final String API = "java.lang.foreign.";
        static final Class<?> SEGMENT = type("MemorySegment");
        private static final Class<?> LAYOUT = type("MemoryLayout");
        private static final Class<?> OPTION = type("Linker$Option");

        // Arguments: i for an int, l for a long, a size or an address.
        static final MethodHandle SOCKET = function("socket", "iii");
        static final MethodHandle SETSOCKOPT = function("setsockopt", "iiili");
        static final MethodHandle BIND = function("bind", "ili");
        static final MethodHandle GETSOCKNAME = function("getsockname", "ill");
        static final MethodHandle EVENTFD = function("eventfd", "ii");
        static final MethodHandle POLL = function("poll", "lli");
        static final MethodHandle RECVMMSG = function("recvmmsg", "iliil");
        static final MethodHandle SENDMMSG = function("sendmmsg", "ilii");
        static final MethodHandle READ = function("read", "ill");
        static final MethodHandle WRITE = function("write", "ill");
        static final MethodHandle CLOSE = function("close", "i");

        private Functions() {}

        private static Class<?> type(String name) {
            try {
                return Class.forName(API + name);
            } catch (ClassNotFoundException e) {
                throw new LinkageError("the JDK has no " + API + name, e);
            }
        }

        private static MethodHandle function(String name, String arguments) {
            try {
                Class<?> linkers = type("Linker");
                Class<?> descriptors = type("FunctionDescriptor");
                Class<?> layouts = LAYOUT.arrayType();
                Object linker = linkers.getMethod("nativeLinker").invoke(null);
                Object known = linkers.getMethod("defaultLookup").invoke(linker);
                Object address = ((Optional<?>) type("SymbolLookup")
                                .getMethod("find", String.class)
                                .invoke(known, name))
                        .orElseThrow(() -> new NoSuchElementException("no function " + name));
                Object taken = Array.newInstance(LAYOUT, arguments.length());
                for (int i = 0; i < arguments.length(); i++) {
                    Array.set(taken, i, layout(arguments.charAt(i)));
                }
                Object descriptor = descriptors.getMethod("of", LAYOUT, layouts).invoke(null, layout('i'), taken);
                Object options = Array.newInstance(OPTION, 1);
                Object errno = OPTION.getMethod("captureCallState", String[].class)
                        .invoke(null, (Object) new String[] {"errno"});
                Array.set(options, 0, errno);
                MethodHandle exact =
                        (MethodHandle) linkers.getMethod("downcallHandle", SEGMENT, descriptors, OPTION.arrayType())
                                .invoke(linker, address, descriptor, options);
                return words(exact, arguments.length());
            } catch (ReflectiveOperationException | NoSuchElementException e) {
                throw new LinkageError(name, e);
            }
        }

        private static Object layout(char kind) throws ReflectiveOperationException {
            return type("ValueLayout")
                    .getField(kind == 'i' ? "JAVA_INT" : "JAVA_LONG")
                    .get(null);
        }

        private static MethodHandle words(MethodHandle exact, int arguments) {
            int left = TYPE.parameterCount() - 1 - arguments;
            MethodType own = TYPE.dropParameterTypes(1 + arguments, TYPE.parameterCount());
            return MethodHandles.dropArguments(
                    MethodHandles.explicitCastArguments(exact, own),
                    1 + arguments,
                    Collections.nCopies(left, long.class));
        }

        static Object segment(ByteBuffer direct) {
            try {
                return SEGMENT.getMethod("ofBuffer", Buffer.class).invoke(null, direct);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("the foreign-function API is another than that of JDK 22", e);
            }
        }
    }
}
