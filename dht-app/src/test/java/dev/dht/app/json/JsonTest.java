package dev.dht.app.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void aDocumentIsOneLineInTheOrderGiven() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("b", "line\nbreak \"quoted\" \u00e9");
        document.put("a", null);
        document.put("list", List.of(1, 2.5, true, Map.of()));

        assertThat(Json.text(document))
                .isEqualTo("{\"b\":\"line\\nbreak \\\"quoted\\\" \u00e9\",\"a\":null,\"list\":[1,2.5,true,{}]}");
    }

    @Test
    void whatWasWrittenIsRead() {
        Fields fields =
                Json.read("{\"text\":\"x\",\"number\":9007199254740993,\"decimal\":1.5,\"flag\":true,\"none\":null,"
                        + "\"object\":{\"a\":1},\"list\":[{\"a\":1},{\"a\":2}]}");

        assertThat(fields.text("text")).isEqualTo("x");
        assertThat(fields.number("number")).isEqualTo(9007199254740993L);
        assertThat(fields.decimal("decimal")).isEqualTo(1.5);
        assertThat(fields.flag("flag")).isTrue();
        assertThat(fields.has("none")).isFalse();
        assertThat(fields.object("object").number("a")).isEqualTo(1);
        assertThat(fields.objects("list").get(1).number("a")).isEqualTo(2);
        assertThat(fields.all().keySet())
                .isEqualTo(new java.util.LinkedHashSet<>(
                        Arrays.asList("text", "number", "decimal", "flag", "none", "object", "list")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "[]", "null", "{", "{}{}", "{} x", "{\"a\":1,\"a\":2}", "{a:1}", "\u0000", "{\"a\":01}"})
    void whatIsNotOneObjectIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> Json.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).isIn("not JSON", "not one JSON object"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n"})
    void nothingIsSaidToBeNothing(String text) {
        assertThatThrownBy(() -> Json.read(text))
                .isInstanceOf(WrongDocumentException.class)
                .hasMessage("empty");
    }

    @Test
    void aFieldOfAnotherKindIsNamed() {
        Fields fields = Json.read("{\"a\":\"x\",\"b\":1,\"c\":[1]}");

        assertThatThrownBy(() -> fields.number("a")).hasMessage("\"a\" is not a number");
        assertThatThrownBy(() -> fields.text("b")).hasMessage("\"b\" is not a string");
        assertThatThrownBy(() -> fields.object("c")).hasMessage("\"c\" is not an object");
        assertThatThrownBy(() -> fields.objects("c")).hasMessage("\"c\" holds something else than objects");
        assertThatThrownBy(() -> fields.flag("d")).hasMessage("\"d\" is missing");
    }
}
