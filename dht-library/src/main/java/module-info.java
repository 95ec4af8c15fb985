/** A node of a distributed hash table over UDP, for a program to hold: {@code DhtNode}. Needs the core and nothing else. */
module dev.dht {
    requires transitive dev.dht.core;
    requires static jdk.jfr;
    requires static org.jspecify;

    exports dev.dht;
}
