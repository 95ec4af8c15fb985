package dev.dht.store;

/** How many entries came from each address. An address without any takes no room. */
final class Sources {
    private final Pages records = new Pages(1);
    /** Two addresses a chain: two bytes less for each, and a step more to find it. */
    private final ChainIndex index = new ChainIndex(record -> hash(address(record)), 2);

    private static long hash(int address) {
        return address * 0x9E3779B97F4A7C15L;
    }

    private int address(int record) {
        return (int) (records.get(record, 0) >>> 32);
    }

    private int find(int address) {
        int record = index.first(hash(address));
        while (record >= 0 && address(record) != address) {
            record = index.next(record);
        }
        return record;
    }

    int count(int address) {
        int record = find(address);
        return record < 0 ? 0 : (int) records.get(record, 0);
    }

    void add(int address) {
        int record = find(address);
        if (record < 0) {
            record = records.take();
            records.set(record, 0, (long) address << 32);
            index.add(record, hash(address));
        }
        records.set(record, 0, records.get(record, 0) + 1);
    }

    void remove(int address) {
        int record = find(address);
        if ((int) records.get(record, 0) == 1) {
            index.remove(record, hash(address));
            records.give(record);
        } else {
            records.set(record, 0, records.get(record, 0) - 1);
        }
    }
}
