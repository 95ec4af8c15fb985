package dev.dht.wire;

/** Where things stand in a packet, and the letters that tell packets apart. */
final class Layout {
    static final long MAGIC = 0xAF400D34A788372DL;

    static final int TRANSACTION_AT = 8;
    static final int SENDER_AT = 10;
    static final int LETTER_AT = 42;
    static final int BODY_AT = 43;

    static final byte QUERY = 'q';
    static final byte RESPONSE = 'r';
    static final byte ERROR = 'e';

    static final byte PING = 'p';
    static final byte FIND = 'f';
    static final byte STORE = 's';
    static final byte NODES = 'n';
    static final byte VALUES = 'v';

    static final byte V4 = 4;
    static final byte V6 = 6;
    static final int V4_ENDPOINT = 1 + 4 + 2;
    static final int V6_ENDPOINT = 1 + 16 + 2;
    static final int ID = 32;

    static final int FIND_QUERY_LENGTH = BODY_AT + 2 + ID;
    static final int STORE_TOKEN_AT = BODY_AT + 1;
    static final int STORE_ID_AT = STORE_TOKEN_AT + 8;
    static final int STORE_PORT_AT = STORE_ID_AT + ID;
    static final int STORE_QUERY_LENGTH = STORE_PORT_AT + 2;

    static final int FIND_TARGET_AT = BODY_AT + 2;
    static final int FOUND_TOKEN_AT = BODY_AT + 2;
    static final int FOUND_COUNT_AT = FOUND_TOKEN_AT + 8;
    static final int FOUND_LIST_AT = FOUND_COUNT_AT + 1;

    static final int ERROR_TEXT_AT = BODY_AT + 2;
    static final int ERROR_TEXT_MAX = 1024;

    private Layout() {}
}
