package dev.dht.bench;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.wire.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The contacts of one node, played by one thread: eight in each bucket as deep as those of a million nodes are. */
final class Neighbours implements AutoCloseable {
    private static final int BUCKETS = 17;
    private static final int OF_ONE_BUCKET = 8;
    private static final int LONGEST = 2_048;

    private final Selector selector = Selector.open();
    private final List<Contact> contacts = new ArrayList<>();

    Neighbours(Id node) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < BUCKETS * OF_ONE_BUCKET; i++) {
            DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel.configureBlocking(false);
            Endpoint endpoint = Endpoint.of((InetSocketAddress) channel.getLocalAddress());
            Contact contact = new Contact(node.randomSibling(i / OF_ONE_BUCKET, random), endpoint);
            channel.register(selector, SelectionKey.OP_READ, contact);
            contacts.add(contact);
        }
        Thread thread = new Thread(this::run, "bench-neighbours");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where one of them is asked. */
    InetSocketAddress first() {
        return contacts.get(0).endpoint().toSocketAddress();
    }

    /** The ids of all. */
    List<Id> ids() {
        return contacts.stream().map(Contact::id).toList();
    }

    private void run() {
        ByteBuffer in = ByteBuffer.allocate(LONGEST);
        try {
            while (true) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    answer((DatagramChannel) key.channel(), (Contact) key.attachment(), in);
                }
                selector.selectedKeys().clear();
            }
        } catch (ClosedSelectorException | ClosedChannelException e) {
            // The end of it.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(DatagramChannel channel, Contact self, ByteBuffer in) throws IOException {
        InetSocketAddress from = (InetSocketAddress) channel.receive(in.clear());
        if (from == null) {
            return;
        }
        byte[] query = new byte[in.flip().remaining()];
        in.get(query);
        Optional<Message.Envelope> read = Message.decode(query);
        if (read.isEmpty()) {
            return;
        }
        Message.Envelope asked = read.get();
        Message answer = answer(asked.message());
        channel.send(ByteBuffer.wrap(answer.encode(asked.transaction(), self.id())), from);
    }

    private Message answer(Message query) {
        if (query instanceof Message.FindNodeQuery find) {
            return closest(find.target());
        }
        if (query instanceof Message.FindValueQuery find) {
            return closest(find.id());
        }
        return query instanceof Message.PingQuery ? new Message.PingResponse() : new Message.StoreResponse();
    }

    private Message closest(Id target) {
        return new Message.NodesResponse(
                1,
                contacts.stream()
                        .sorted((x, y) -> target.compareDistance(x.id(), y.id()))
                        .limit(OF_ONE_BUCKET)
                        .toList());
    }

    @Override
    public void close() {
        try {
            List<SelectionKey> keys = List.copyOf(selector.keys());
            selector.close();
            for (SelectionKey key : keys) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
