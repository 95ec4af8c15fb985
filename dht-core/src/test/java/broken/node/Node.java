package broken.node;

import broken.wire.Codec;

/** An arrow that is drawn: node may know wire. */
final class Node {
    long size(Codec codec) {
        return codec.size();
    }
}
