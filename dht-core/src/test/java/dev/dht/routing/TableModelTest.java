package dev.dht.routing;

import dev.dht.check.Model;
import dev.dht.check.Property;
import org.junit.jupiter.api.Test;

/** The table, step by step, against its promises. */
class TableModelTest {
    @Test
    void theTableKeepsItsPromisesWhateverHappens() {
        Property.check(
                2,
                Model.of(TableModel::new)
                        .step(30, "an answer from", TableModel::answer)
                        .step(4, "a query from", TableModel::ask)
                        .step(8, "silence of", TableModel::silence)
                        .step(1, "restore", TableModel::restore)
                        .step(6, "time passes:", TableModel::pass)
                        .step(4, "whom to check", (model, choices) -> model.check())
                        .step(3, "what to refresh", (model, choices) -> model.refresh())
                        .step(2, "a look-up ends", TableModel::lookedUp)
                        .atMost(150)
                        .always("an id once, an endpoint once, each in its bucket", TableModel::isWellFormed)
                        .always("nobody is in who did not answer", TableModel::nobodyIsInWhoDidNotAnswer)
                        .always("good, bad and proven are as was told", TableModel::lifeIsAsTold)
                        .always("only the bad leave", TableModel::onlyTheBadLeaveButForTheCloserAndTheNearer)
                        .always("closest is the naive sort", TableModel::closestIsTheNaiveSort));
    }
}
