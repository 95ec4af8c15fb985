package broken.wire;

import java.sql.Date;

/** An arrow out of java.base. */
public final class Codec {
    private final Date date = new Date(0);

    public long size() {
        return date.getTime();
    }
}
