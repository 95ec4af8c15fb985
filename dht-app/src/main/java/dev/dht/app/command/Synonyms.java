package dev.dht.app.command;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What other programs call options that are called otherwise here. */
final class Synonyms {
    /** Of each the options that may be meant, of which a command has one or none. */
    private static final Map<String, List<String>> MEANT = Map.ofEntries(
            Map.entry("host", List.of("--bind", "--api")),
            Map.entry("hostname", List.of("--bind", "--api")),
            Map.entry("ip", List.of("--bind", "--api")),
            Map.entry("address", List.of("--bind", "--api")),
            Map.entry("addr", List.of("--bind", "--api")),
            Map.entry("interface", List.of("--bind")),
            Map.entry("listen", List.of("--bind")),
            Map.entry("url", List.of("--api")),
            Map.entry("server", List.of("--api")),
            Map.entry("node", List.of("--bootstrap", "--api")),
            Map.entry("port", List.of("--api")),
            Map.entry("p", List.of("--port", "--api")),
            Map.entry("udp-port", List.of("--port")),
            Map.entry("tcp-port", List.of("--http-port")),
            Map.entry("web-port", List.of("--http-port")),
            Map.entry("data", List.of("--state")),
            Map.entry("data-dir", List.of("--state")),
            Map.entry("datadir", List.of("--state")),
            Map.entry("dir", List.of("--state")),
            Map.entry("directory", List.of("--state")),
            Map.entry("home", List.of("--state")),
            Map.entry("d", List.of("--state")),
            Map.entry("peer", List.of("--bootstrap")),
            Map.entry("peers", List.of("--bootstrap")),
            Map.entry("seed", List.of("--bootstrap")),
            Map.entry("seeds", List.of("--bootstrap")),
            Map.entry("join", List.of("--bootstrap")),
            Map.entry("connect", List.of("--bootstrap")),
            Map.entry("bootstrap-node", List.of("--bootstrap")),
            Map.entry("bootstrap-nodes", List.of("--bootstrap")),
            Map.entry("b", List.of("--bootstrap")),
            Map.entry("verbose", List.of("--log", "--explain")),
            Map.entry("v", List.of("--log", "--explain")),
            Map.entry("debug", List.of("--log", "--explain")),
            Map.entry("quiet", List.of("--log")),
            Map.entry("log-level", List.of("--log")),
            Map.entry("loglevel", List.of("--log")),
            Map.entry("trace", List.of("--explain")),
            Map.entry("out", List.of("--output")),
            Map.entry("file", List.of("--output")),
            Map.entry("to", List.of("--output")),
            Map.entry("O", List.of("--output")),
            Map.entry("n", List.of("--nodes")),
            Map.entry("size", List.of("--nodes")),
            Map.entry("count", List.of("--nodes")),
            Map.entry("token", List.of("--token-file", "--api-token-file")),
            Map.entry("async", List.of("--no-wait")),
            Map.entry("c", List.of("--config")),
            Map.entry("conf", List.of("--config")));

    private Synonyms() {}

    /** The first of the known options that a word may mean; none if there is none. */
    static List<String> of(String word, Set<String> known) {
        int equals = word.indexOf('=');
        String bare = (equals < 0 ? word : word.substring(0, equals)).replaceFirst("^-+", "");
        return MEANT.getOrDefault(bare, List.of()).stream()
                .filter(known::contains)
                .limit(1)
                .toList();
    }
}
