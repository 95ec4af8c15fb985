package dev.dht.state;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** Another disk, for a test to change. */
class ForwardingDisk implements Disk {
    private final Disk disk;

    ForwardingDisk(Disk disk) {
        this.disk = disk;
    }

    @Override
    public Set<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public InputStream read(String name) throws IOException {
        return disk.read(name);
    }

    @Override
    public Output create(String name) throws IOException {
        return disk.create(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void sync() throws IOException {
        disk.sync();
    }
}
