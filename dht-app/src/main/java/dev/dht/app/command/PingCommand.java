package dev.dht.app.command;

import dev.dht.api.DhtException;
import dev.dht.api.Pong;
import dev.dht.app.address.HostPort;
import dev.dht.app.json.Documents;
import dev.dht.app.node.NodeSettings;
import dev.dht.app.node.StartedNode;
import dev.dht.app.text.Wording;
import java.net.InetSocketAddress;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Asks a node whether it is there. */
@Command(
        name = "ping",
        description = "Ask a node whether it is there; print its id and the round trip.",
        footer = {"", "Example: dht ping 127.0.0.1:1729"})
final class PingCommand extends ShellCommand {
    @Parameters(paramLabel = "HOST:PORT", converter = Words.Node.class, description = "The node and its UDP port.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private HostPort target;

    PingCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        InetSocketAddress address = resolve(target);
        try (StartedNode own = start(NodeSettings.shortLived(List.of()))) {
            Pong pong = own.dht().ping(address);
            document(Documents.pong(pong));
            say(pong.id().hex() + "  " + Wording.milliseconds(pong.roundTrip()));
            return ExitCode.DONE;
        } catch (DhtException e) {
            if (e.reason() == DhtException.Reason.NO_ANSWER) {
                throw new Failure(
                        ExitCode.NOT_DONE, "no answer from " + HostPort.text(address) + " (does a node run there?)");
            }
            throw e;
        }
    }
}
