package dev.dht.app.command;

import dev.dht.app.address.HostPort;
import dev.dht.app.client.ApiUrl;
import dev.dht.app.log.LogSetup;
import dev.dht.id.Id;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads words of the command line; what is wrong with one is said by what reads it. */
final class Words {
    private Words() {}

    /** An id in any of its forms. */
    static final class AnId implements ITypeConverter<Id> {
        @Override
        public Id convert(String word) {
            try {
                return Id.parse(word);
            } catch (IllegalArgumentException e) {
                throw isFile(word) ? new FileForId(word) : new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }

        private static boolean isFile(String word) {
            try {
                return Files.isRegularFile(Path.of(word));
            } catch (InvalidPathException e) {
                return false;
            }
        }
    }

    /** A file's name stands where an id should. */
    static final class FileForId extends TypeConversionException {
        private static final long serialVersionUID = 1;

        FileForId(String name) {
            super("'" + name + "' is a file, not an id; dht id " + TypedLine.fileName(name) + " gives its id");
        }
    }

    /** A port from 1. */
    static final class APort implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            return read(() -> HostPort.port(word, 1));
        }
    }

    /** A port from 0, which is any. */
    static final class AnyPort implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            return read(() -> HostPort.port(word, 0));
        }
    }

    /** A whole number. */
    static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String word) {
            try {
                return Integer.valueOf(word);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + word + "' is not a whole number");
            }
        }
    }

    /** A budget of STOREs. */
    static final class StoresPerSecond implements ITypeConverter<Integer> {
        private static final int MOST = 1_000_000;

        @Override
        public Integer convert(String word) {
            int number = new Count().convert(word);
            if (number < 1 || number > MOST) {
                throw new TypeConversionException("1 to " + MOST + ", not " + word);
            }
            return number;
        }
    }

    /** {@code HOST:PORT} with a port from 1. */
    static final class Node implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String word) {
            return read(() -> HostPort.parse(word, 1));
        }
    }

    /** {@code HOST:PORT} with a port from 0. */
    static final class Listen implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String word) {
            return read(() -> HostPort.parse(word, 0));
        }
    }

    /** How much is logged. */
    static final class LogLevel implements ITypeConverter<String> {
        @Override
        public String convert(String word) {
            return read(() -> LogSetup.known(word));
        }
    }

    /** The URL of an API. */
    static final class Api implements ITypeConverter<ApiUrl> {
        @Override
        public ApiUrl convert(String word) {
            return read(() -> ApiUrl.parse(word));
        }
    }

    private static <T> T read(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
