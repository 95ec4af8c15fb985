package dev.dht.foreign;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes a peer's responses. */
final class ForeignReply {
    private final ByteArrayOutputStream packet = new ByteArrayOutputStream();

    private ForeignReply(byte[] tag, byte[] sender, String letters) {
        packet.writeBytes(ForeignQuery.MAGIC);
        packet.writeBytes(tag);
        packet.writeBytes(sender);
        packet.write('r');
        letters.chars().forEach(packet::write);
    }

    static byte[] pong(byte[] tag, byte[] sender) {
        return new ForeignReply(tag, sender, "p").packet.toByteArray();
    }

    static byte[] stored(byte[] tag, byte[] sender) {
        return new ForeignReply(tag, sender, "s").packet.toByteArray();
    }

    static byte[] nodes(byte[] tag, byte[] sender, byte[] token, List<ForeignContact> nodes) {
        ForeignReply reply = new ForeignReply(tag, sender, "fn").listing(token, nodes.size());
        for (ForeignContact node : nodes) {
            reply.packet.write(4);
            reply.packet.writeBytes(node.id());
            reply.endpoint(node.address(), node.port());
        }
        return reply.packet.toByteArray();
    }

    /** All endpoints, however many, and the low byte of their number: so do the deployed nodes. */
    static byte[] values(byte[] tag, byte[] sender, byte[] token, List<ForeignEndpoint> endpoints) {
        ForeignReply reply = new ForeignReply(tag, sender, "fv").listing(token, endpoints.size());
        for (ForeignEndpoint endpoint : endpoints) {
            reply.packet.write(4);
            reply.endpoint(endpoint.address(), endpoint.port());
        }
        return reply.packet.toByteArray();
    }

    private ForeignReply listing(byte[] token, int count) {
        packet.writeBytes(token);
        packet.write(count);
        return this;
    }

    private void endpoint(int address, int port) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            packet.write(address >>> shift);
        }
        packet.write(port >>> 8);
        packet.write(port);
    }
}
