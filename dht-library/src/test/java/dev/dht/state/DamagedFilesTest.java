package dev.dht.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dht.check.Property;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are not as they were written. */
class DamagedFilesTest {
    private static final Identity IDENTITY = new Identity(Id.of(1, 2, 3, 4), 1729);
    private static final List<Contact> CONTACTS = List.of(
            new Contact(Id.of(1, 0, 0, 0), Endpoint.v4(0x01020304, 1)),
            new Contact(Id.of(2, 0, 0, 0), Endpoint.v6(0x2001_0db8_0000_0000L, 7, 65_535)),
            new Contact(Id.of(3, 0, 0, 0), Endpoint.v4(-1, 0)));
    private static final int HEADER_BYTES = RecordType.HEADER.length() + RecordType.FRAME;
    private static final int ENTRY_BYTES = RecordType.ENTERED.length() + RecordType.FRAME;

    private final List<String> warnings = new ArrayList<>();
    private CrashingDisk disk = new CrashingDisk();

    @BeforeEach
    void someState() throws IOException {
        StateFiles files = files();
        files.load();
        files.save(IDENTITY);
        files.save(CONTACTS);
        files.commit(List.of(entered(1), entered(2)));
        files.commit(List.of(entered(3), entered(4), new Change(Id.of(4, 0, 0, 0), Change.DELETED)));
        files.commit(List.of(entered(5)));
        files.close();
    }

    @Test
    void whatIsWholeIsReadAsItWas() throws IOException {
        Saved saved = files().load();

        assertThat(saved.identity()).isEqualTo(IDENTITY);
        assertThat(saved.contacts()).isEqualTo(CONTACTS);
        assertThat(saved.entries()).isEqualTo(entries(1, 2, 3, 5));
        assertThat(warnings).isEmpty();
    }

    @Test
    void aFlippedBitAnywhereIsNoticedAndCostsOneRecordAtMost() throws IOException {
        for (String name : List.of("identity.1", "contacts.1", "entries.1")) {
            byte[] whole = disk.bytes(name);
            for (int bit = 0; bit < 8 * whole.length; bit++) {
                byte[] damaged = whole.clone();
                damaged[bit / 8] ^= (byte) (1 << bit % 8);
                // In the last record of what grows, damage looks as a torn end does.
                boolean atTheEnd = name.startsWith("entries") && bit / 8 >= whole.length - ENTRY_BYTES;

                Saved saved = loadWith(name, damaged);

                assertThat(warnings).as("%s, bit %d", name, bit).hasSize(atTheEnd ? 0 : 1);
                assertOneRecordLostAtMost(saved, name, bit / 8);
                assertThat(disk.list().contains(name + ".damaged-19700101T000000Z"))
                        .isEqualTo(!atTheEnd);
                assertSameAtTheNextStart(saved);
                disk = new CrashingDisk();
                someState();
            }
        }
    }

    private static void assertOneRecordLostAtMost(Saved saved, String name, int at) {
        boolean header = at < HEADER_BYTES;
        if (name.startsWith("identity")) {
            assertThat(saved.identity()).isEqualTo(header ? IDENTITY : null);
        } else {
            assertThat(saved.identity()).isEqualTo(IDENTITY);
        }
        boolean inContacts = name.startsWith("contacts") && !header;
        assertThat(saved.contacts()).hasSize(inContacts ? 2 : 3).isSubsetOf(CONTACTS);
        if (!name.startsWith("entries") || header) {
            assertThat(saved.entries()).isEqualTo(entries(1, 2, 3, 5));
        } else {
            assertThat(saved.entries().keySet().stream().filter(id -> id.word(0) != 4))
                    .hasSizeBetween(3, 4)
                    .isSubsetOf(entries(1, 2, 3, 5).keySet());
        }
    }

    @Test
    void aFileCutAtAnyLengthIsReadAsFarAsItGoes() throws IOException {
        for (String name : List.of("identity.1", "contacts.1", "entries.1")) {
            byte[] whole = disk.bytes(name);
            for (int length = 0; length < whole.length; length++) {
                // The file was begun with no entry: all of them were appended.
                boolean torn = name.startsWith("entries") && length >= HEADER_BYTES;

                Saved saved = loadWith(name, Arrays.copyOf(whole, length));

                assertThat(warnings).as("%s cut at %d", name, length).hasSize(torn ? 0 : 1);
                if (name.startsWith("contacts")) {
                    int contacts = Math.max(0, length - HEADER_BYTES) / RecordType.LONGEST;
                    assertThat(saved.contacts()).isEqualTo(CONTACTS.subList(0, contacts));
                }
                if (name.startsWith("entries")) {
                    int records = Math.max(0, length - HEADER_BYTES) / ENTRY_BYTES;
                    assertThat(saved.entries().keySet())
                            .containsAll(entries(range(Math.min(3, records))).keySet());
                }
                assertSameAtTheNextStart(saved);
                disk = new CrashingDisk();
                someState();
            }
        }
    }

    @Test
    void aSnapshotOfEntriesThatIsShortIsDamaged() throws IOException {
        StateFiles files = files();
        files.load();
        files.commit(List.of(entered(6)));
        byte[] whole = disk.bytes("entries.2");

        Saved saved = loadWith("entries.2", Arrays.copyOf(whole, whole.length - 2 * ENTRY_BYTES));

        assertThat(saved.entries()).hasSize(3);
        assertThat(warnings).singleElement().asString().contains("entries.2 is damaged; 3 of its records");
    }

    @Test
    void anyBytesAtAllAreReadWithoutComplaint() {
        Property.check(choices -> {
            disk = new CrashingDisk();
            String name = choices.pick(List.of("identity", "contacts", "entries")) + ".7";
            byte[] bytes = choices.bytes(choices.below(300));
            choices.note(name, Arrays.toString(bytes));

            Saved saved = loadWith(name, bytes);

            assertThat(saved).isEqualTo(new Saved(null, List.of(), entries()));
            assertThat(warnings).hasSize(1);
        });
    }

    @Test
    void aFileOfAnotherKindIsSetAside() throws IOException {
        Saved saved = loadWith("identity.1", disk.bytes("contacts.1"));

        assertThat(saved.identity()).isNull();
        assertThat(warnings).hasSize(1);
    }

    @Test
    void twoDamagedFilesOfOneSecondGetTwoNames() throws IOException {
        disk.put("identity.1.damaged-19700101T000000Z", new byte[0]);

        loadWith("identity.1", new byte[5]);

        assertThat(disk.list())
                .contains("identity.1.damaged-19700101T000000Z", "identity.1.damaged-19700101T000000Z-2");
    }

    @Test
    void aDiskThatReadsOnlySoFarLosesTheRestAlone() throws IOException {
        StateFiles files = onDisk(new ForwardingDisk(disk) {
            @Override
            public InputStream read(String name) throws IOException {
                return new FilterInputStream(super.read(name)) {
                    private int left = HEADER_BYTES + RecordType.LONGEST;

                    @Override
                    public int read(byte[] bytes, int from, int count) throws IOException {
                        int read = left == 0 ? -1 : super.read(bytes, from, Math.min(count, left));
                        if (read < 0) {
                            throw new IOException("Input/output error");
                        }
                        left -= read;
                        return read;
                    }
                };
            }
        });

        Saved saved = files.load();

        assertThat(warnings).hasSize(3);
        assertThat(saved.contacts()).isEqualTo(CONTACTS.subList(0, 1));
    }

    @Test
    void aFileThatMayNotBeReadIsNotTakenForDamaged() throws IOException {
        StateFiles files = onDisk(new ForwardingDisk(disk) {
            @Override
            public InputStream read(String name) throws IOException {
                throw new AccessDeniedException(name);
            }
        });

        assertThatThrownBy(files::load).isInstanceOf(AccessDeniedException.class);
        assertThat(files().load().entries()).hasSize(4);
    }

    @Test
    void aFileOfANewerVersionIsLeftAlone() throws IOException {
        byte[] newer = disk.bytes("entries.1");
        newer[10]++;
        CRC32C checksum = new CRC32C();
        checksum.update(newer, 0, HEADER_BYTES - 4);
        ByteBuffer.wrap(newer).putInt(HEADER_BYTES - 4, (int) checksum.getValue());
        disk.put("entries.1", newer);

        assertThatThrownBy(() -> files().load()).hasMessage("entries.1 was written by a newer version of this program");
        assertThat(disk.bytes("entries.1")).isEqualTo(newer);
    }

    @Test
    void foreignFilesAreLeftAlone() throws IOException {
        List<String> foreign = List.of("entries", "entries.", "entries.x", "entries.1.bak", "notes.9", "entries.01");
        foreign.forEach(name -> disk.put(name, new byte[] {1}));

        assertThat(files().load().entries()).hasSize(4);
        assertThat(disk.list()).containsAll(foreign);
    }

    private Saved loadWith(String name, byte[] bytes) throws IOException {
        disk.put(name, bytes);
        warnings.clear();
        return files().load();
    }

    private void assertSameAtTheNextStart(Saved saved) throws IOException {
        warnings.clear();
        assertThat(files().load()).isEqualTo(saved);
        assertThat(warnings).isEmpty();
    }

    private StateFiles files() {
        return onDisk(disk);
    }

    private StateFiles onDisk(Disk any) {
        return new StateFiles(any, 1 << 16, InstantSource.fixed(Instant.EPOCH), warnings::add);
    }

    private static Change entered(int number) {
        return new Change(Id.of(number, 0, 0, 0), number);
    }

    private static SortedMap<Id, Integer> entries(int... numbers) {
        SortedMap<Id, Integer> entries = new TreeMap<>();
        for (int number : numbers) {
            entries.put(Id.of(number, 0, 0, 0), number);
        }
        return entries;
    }

    private static int[] range(int count) {
        int[] numbers = new int[count];
        Arrays.setAll(numbers, i -> i + 1);
        return numbers;
    }
}
