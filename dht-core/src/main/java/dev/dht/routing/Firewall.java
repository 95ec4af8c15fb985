package dev.dht.routing;

/** What is known of the firewall that may stand before who answered, which is all that shows whether strangers reach it. */
public enum Firewall {
    /** It may be open to us: its node asked us, or answered us, within five minutes. */
    MAY_BE_OPEN,
    /** Nothing came from there for five minutes. But a node behind NAT does not hear who asks it, and asking opens a firewall too. */
    SEEMS_SHUT,
    /** Nothing came from there for five minutes that could have. */
    IS_SHUT
}
