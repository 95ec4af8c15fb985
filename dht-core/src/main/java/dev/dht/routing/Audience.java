package dev.dht.routing;

/** Whether contacts are for our own use or named to others. */
public enum Audience {
    /** Our own look-ups: whether strangers can reach a contact does not matter, and a bad one is better than none. */
    US,
    /** One that looks itself up, and should get to know its neighbours: proven or not, but never a bad one. */
    NEIGHBOUR,
    /**
     * Others: proven contacts first, and never a bad one. But where more than three quarters of those around us are new, as
     * in a network that grows fast, those of them that nothing speaks against rank with the proven. And where all places are
     * taken by such, but a newcomer that nothing speaks against is closer to the target than any of them, the closest such
     * newcomer has the last place, where who reads the answer sees that it is out of order.
     */
    OTHERS
}
