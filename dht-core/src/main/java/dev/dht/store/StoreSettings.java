package dev.dht.store;

/**
 * The bounds of a store.
 *
 * @param entries how many entries it holds
 * @param entriesFromOneAddress how many of those from one address
 * @param endpointsOfOneId how many of those for one id, at most 32,767
 */
public record StoreSettings(int entries, int entriesFromOneAddress, int endpointsOfOneId) {
    /** 1,000,000 entries, an eighth of that from one address, 1,024 of one id. */
    public static final StoreSettings DEFAULT = new StoreSettings(1_000_000, 125_000, 1_024);

    /** Checks that each is at least 1. */
    public StoreSettings {
        if (entries < 1 || entriesFromOneAddress < 1 || endpointsOfOneId < 1 || endpointsOfOneId > Short.MAX_VALUE) {
            throw new IllegalArgumentException("bounds of a store that cannot be: " + entries + " entries, "
                    + entriesFromOneAddress + " from one address, " + endpointsOfOneId + " of one id");
        }
    }
}
