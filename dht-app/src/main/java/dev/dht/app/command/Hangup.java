package dev.dht.app.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by which operators have a service read its configuration again. The JDK has no supported way to hear of a signal;
 * where its unsupported one is missing, the signal does what it did.
 */
final class Hangup {
    private Hangup() {}

    /** Runs an action at each SIGHUP, on a thread of its own. */
    static void then(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler heard = (proxy, method, arguments) -> switch (method.getName()) {
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> arguments != null && proxy == arguments[0];
                case "toString" -> "the handler of SIGHUP";
                default -> {
                    action.run();
                    yield null;
                }
            };
            Object listener = Proxy.newProxyInstance(Hangup.class.getClassLoader(), new Class<?>[] {handler}, heard);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), listener);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LoggerFactory.getLogger(Hangup.class).debug("SIGHUP cannot be heard here", e);
        }
    }
}
