package dev.dht.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void valuesOfEveryKindAreRead() {
        assertEquals(
                Arrays.asList(Map.of("a", 1L, "b", List.of()), "x\"\\\n\u00e9", -42L, true, false, null, Map.of()),
                Json.read(" [ {\"a\" : 1, \"b\":[]}, \"x\\\"\\\\\\n\\u00e9\", -42, true,false ,null, {} ] "));
    }

    @Test
    void whatIsNotJsonIsRefused() {
        for (String text : List.of("[1 2]", "{\"a\" 1}", "nil", "[] x", "\"\\q\"")) {
            assertThrows(IllegalArgumentException.class, () -> Json.read(text), text);
        }
    }

    @Test
    void theProtocolsFilesAreWhole() {
        assertEquals(72, Json.objects("/protocol/packets.json").size());
        assertEquals(14, Json.objects("/protocol/exchanges.json").size());
    }
}
