package dev.dht.app.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.app.json.Json;
import dev.dht.sim.Churn;
import dev.dht.sim.study.Distribution;
import dev.dht.sim.study.Scenario;
import dev.dht.sim.study.Summary;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** What nobody measured, and what would break a page, in the report, the summary and the document. */
class ReportTest {
    private static Summary summary(Distribution figures, List<String> violations) {
        Summary.Moment moment = new Summary.Moment(Duration.ofMinutes(5), figures.count(), figures.count(), 7);
        return new Summary(
                Scenario.of(100, Churn.KAD),
                Duration.ofHours(1),
                Duration.ofSeconds(10),
                "ab".repeat(32),
                1_000_000,
                12_345,
                67.8,
                figures.count(),
                figures.count(),
                figures,
                figures,
                figures,
                figures,
                figures,
                figures,
                figures,
                new Summary.Entering(figures, figures, figures, figures),
                figures,
                figures,
                figures,
                List.of(moment),
                violations);
    }

    private static Distribution of(double... figures) {
        Distribution distribution = new Distribution();
        for (double figure : figures) {
            distribution.add(figure);
        }
        return distribution;
    }

    @Test
    void whatNobodyMeasuredIsSaidSo() {
        Summary nothing = summary(of(), List.of());

        assertThat(Report.of(nothing)).doesNotContain("NaN").contains(">-<");
        assertThat(SummaryText.of(nothing))
                .noneMatch(line -> line.contains("NaN"))
                .anyMatch(line -> line.startsWith("look-ups    none was made"));
        assertThat(Json.read(Json.text(SummaryDocument.of(nothing)))
                        .object("lookups")
                        .all())
                .containsEntry("success", null);
    }

    @Test
    void oneFigureTheSameFiguresAndFarOnesMakePlotsToo() {
        for (Distribution figures : List.of(of(0), of(3, 3, 3), of(1e-9, 1e9))) {
            assertThat(Report.of(summary(figures, List.of()))).doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void whatWouldBeMarkUpIsText() {
        String page = Report.of(summary(of(1, 2), List.of("<script>alert(\"&\")</script>")));

        assertThat(page).contains("&lt;script&gt;alert(&quot;&amp;&quot;)").doesNotContain("<script>");
    }

    @Test
    void theBodyIsWellFormed() throws Exception {
        String page = Report.of(summary(of(1, 2, 400), List.of("a & b")));
        String body = page.substring(page.indexOf("<h1>"), page.indexOf("</html>"));

        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader("<body>" + body.replace("<br>", "<br/>") + "</body>")));
    }

    @Test
    void figuresAreSaidAsBrieflyAsCanBe() {
        assertThat(Figures.percent(0.6)).isEqualTo("60 %");
        assertThat(Figures.percent(0.1 + 0.2)).isEqualTo("30 %");
        assertThat(Figures.percent(0.015)).isEqualTo("1.5 %");
        assertThat(Figures.trimmed(1_234)).isEqualTo("1,234");
        assertThat(Figures.trimmed(0.25)).isEqualTo("0.25");
        assertThat(Figures.milliseconds(0.31)).isEqualTo("0.3 ms");
        assertThat(Figures.milliseconds(1_234.6)).isEqualTo("1,235 ms");
    }

    @Test
    void ticksAreRoundFigures() {
        assertThat(Axis.linear("", 0, 1, Figures::trimmed).ticks().stream().map(Figures::trimmed))
                .containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
        assertThat(Axis.linear("", 0, 97, Figures::trimmed).ticks())
                .containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
        assertThat(Axis.logarithmic("", 3, 4_000, Figures::trimmed).ticks())
                .containsExactly(1.0, 10.0, 100.0, 1_000.0, 10_000.0);
    }
}
