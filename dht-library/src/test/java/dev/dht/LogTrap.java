package dev.dht;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the library logs while this is open; nothing of it is printed. */
final class LogTrap extends Handler implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("dev.dht");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    LogTrap() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(this);
    }

    List<String> warnings() {
        return records.stream()
                .filter(record -> record.getLevel() == Level.WARNING)
                .map(LogRecord::getMessage)
                .toList();
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setUseParentHandlers(true);
    }
}
