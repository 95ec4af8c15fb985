package dev.dht.lookup;

/** Why a contact that was named is not asked. */
public enum Rejection {
    /** It is this node itself. */
    SELF,
    /** No datagram can be sent there, or not by this family, or it names a loopback address from afar. */
    UNUSABLE_ENDPOINT,
    /** Its id has answered at another endpoint. */
    ID_ANSWERED_ELSEWHERE,
    /** Its endpoint was asked under another id. */
    ENDPOINT_ASKED,
    /** The look-up remembers as many as it may, and all of them closer or asked. */
    NO_ROOM
}
