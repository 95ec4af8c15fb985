package dev.dht.publish;

import static dev.dht.publish.Holders.MINUTE;

import dev.dht.check.Model;
import dev.dht.check.Property;
import org.junit.jupiter.api.Test;

/** What a publisher promises, against holders that answer, die, forget and come back. */
class PublisherModelTest {
    @Test
    void whereAllAnswerEveryEntryIsAtItsClosestNodesAndRenewedInTime() {
        Property.check(
                0.5,
                Model.of(Holders::new)
                        .step(6, "enter", Holders::enter)
                        .step(1, "delete", h -> !h.entered.isEmpty(), Holders::delete)
                        .step(3, "time passes:", (holders, choices) -> {
                            holders.pass(choices);
                            holders.settle();
                            holders.allIsWhereItBelongs();
                        })
                        .atMost(60)
                        .always("receipts are true", Holders::receiptsAreTrue)
                        .always("audits are true, and few", Holders::auditsAreTrueAndFew)
                        .always("STOREs are within the budget", Holders::storesAreWithinTheBudget)
                        .always("each is audited now and then", Holders::audited)
                        .always("renewed within 45 minutes", Holders::renewedInTime)
                        .always("look-ups are few", Holders::lookupsAreFew));
    }

    @Test
    void whateverHappensReceiptsAreTrueAndLossesAreMadeGood() {
        Property.check(
                0.5,
                Model.<Holders>of(choices -> {
                            Holders holders = new Holders(choices);
                            holders.reliable = false;
                            return holders;
                        })
                        .step(6, "enter", Holders::enter)
                        .step(1, "delete", h -> !h.entered.isEmpty(), Holders::delete)
                        .step(4, "a node dies", Holders::kill)
                        .step(2, "a node forgets all", Holders::forget)
                        .step(1, "all are alive", (holders, choices) -> holders.revive())
                        .step(5, "time passes:", Holders::pass)
                        .step(1, "the machine slept for", Holders::sleep)
                        .step(1, "all is well for 47 minutes", (holders, choices) -> {
                            holders.reliable = true;
                            holders.pass(47 * MINUTE);
                            holders.allIsWhereItBelongs();
                            holders.reliable = false;
                        })
                        .atMost(60)
                        .always("receipts are true", Holders::receiptsAreTrue)
                        .always("audits are true, and few", Holders::auditsAreTrueAndFew)
                        .always("STOREs are within the budget", Holders::storesAreWithinTheBudget));
    }
}
