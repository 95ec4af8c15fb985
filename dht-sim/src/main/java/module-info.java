/**
 * The false universe: nodes of the production core in virtual time, for those who test a program against it, and for
 * those who study networks.
 */
module dev.dht.sim {
    requires transitive dev.dht.core;
    requires static org.jspecify;

    exports dev.dht.sim;
    exports dev.dht.sim.study;
}
