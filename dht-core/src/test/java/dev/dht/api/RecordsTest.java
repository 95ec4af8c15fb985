package dev.dht.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users are given stays as it was given, and its sums are those of its parts. */
class RecordsTest {
    private static final Contact CONTACT = new Contact(Id.ZERO, Endpoint.v4(1, 2));

    @Test
    void anAnswerDoesNotChangeAfterwards() {
        List<Contact> contacts = new ArrayList<>(List.of(CONTACT));
        List<InetSocketAddress> endpoints = new ArrayList<>(List.of(InetSocketAddress.createUnresolved("a", 1)));
        List<Receipt.Holder> holders = new ArrayList<>(List.of(new Receipt.Holder(CONTACT, Instant.EPOCH, null)));
        List<Receipt.Failure> failures = new ArrayList<>(List.of(new Receipt.Failure(CONTACT, "silent")));
        Found found = new Found(Id.ZERO, new Token(1), contacts, endpoints, Duration.ZERO);
        LookupReport report = new LookupReport(Id.ZERO, endpoints, contacts, 1, 1, Duration.ZERO);
        Receipt receipt = new Receipt(Id.ZERO, 1, 8, holders, null, Instant.EPOCH, null, failures);

        contacts.clear();
        endpoints.clear();
        holders.clear();
        failures.clear();

        assertThat(found.contacts()).containsExactly(CONTACT);
        assertThat(found.endpoints()).hasSize(1);
        assertThat(report.closest()).containsExactly(CONTACT);
        assertThat(report.endpoints()).hasSize(1);
        assertThat(receipt.holders()).hasSize(1);
        assertThat(receipt.failures()).hasSize(1);
    }

    @Test
    void aReceiptCountsThoseThatGaveTheEntryBackAmongThoseThatAcknowledgedIt() {
        Receipt receipt = new Receipt(
                Id.ZERO,
                1,
                8,
                List.of(
                        new Receipt.Holder(CONTACT, Instant.EPOCH, null),
                        new Receipt.Holder(CONTACT, Instant.EPOCH, Instant.EPOCH),
                        new Receipt.Holder(CONTACT, Instant.EPOCH, null)),
                null,
                Instant.EPOCH,
                null,
                List.of());
        assertThat(receipt.acknowledged()).isEqualTo(3);
        assertThat(receipt.verified()).isEqualTo(1);
    }

    @Test
    void aTableCountsItsContactsWhateverTheirState() {
        assertThat(new Info.Table(4, 2, 1, 3, 9, List.of()).contacts()).isEqualTo(7);
    }

    @Test
    void anExceptionTellsItsReason() {
        DhtException plain = new DhtException(DhtException.Reason.BUSY, "later");
        DhtException caused = new DhtException(DhtException.Reason.CANNOT_START, "no", plain);
        assertThat(plain.reason()).isEqualTo(DhtException.Reason.BUSY);
        assertThat(caused.reason()).isEqualTo(DhtException.Reason.CANNOT_START);
        assertThat(caused).hasCause(plain).hasMessage("no");
        assertThat(plain.setting()).isNull();
        assertThat(caused.setting()).isNull();
    }

    @Test
    void anExceptionOfANodeThatCannotStartTellsWhatToChooseAnotherFor() {
        for (DhtException.Setting setting : DhtException.Setting.values()) {
            DhtException told = DhtException.cannotStart(setting, "no", null);
            assertThat(told.reason()).isEqualTo(DhtException.Reason.CANNOT_START);
            assertThat(told.setting()).isEqualTo(setting);
            assertThat(told).hasNoCause().hasMessage("no");
        }
    }
}
