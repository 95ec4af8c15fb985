package dev.dht.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dht.check.Choices;
import dev.dht.check.Property;
import dev.dht.foreign.IdSpread;
import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.id.Token;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a region promises, where look-ups find the closest nodes for certain, and of the others only some. */
class RegionTest {
    private static final int WANTED = 8;

    private SplittableRandom random = new SplittableRandom(0);
    private List<Contact> nodes = List.of();

    private void draw(Choices choices, IdSpread spread) {
        random = new SplittableRandom(choices.bits(32));
        nodes = IntStream.range(0, choices.between(1, 120))
                .mapToObj(i -> new Contact(Id.of(spread.draw(random)), Endpoint.v4(0x0A000000 + i, 1)))
                .toList();
        choices.note(nodes.size(), "nodes", spread);
    }

    private List<Contact> closest(Id target) {
        return nodes.stream()
                .sorted(Comparator.comparing(c -> c.id().distance(target)))
                .toList();
    }

    /** Who answers a look-up. */
    private List<Reachable> lookUp(Id target) {
        List<Contact> closest = closest(target);
        return IntStream.range(0, closest.size())
                .filter(i -> i < WANTED || random.nextInt(5) == 0)
                .mapToObj(i -> new Reachable(closest.get(i), new Token(1)))
                .toList();
    }

    private Region sweep(Id target, int wider) {
        Region region = new Region(target, WANTED, lookUp(target), true, 0, 0.5);
        int most = Region.LOOKUPS;
        for (int i = 0; i < wider && region.mayWiden(); i++) {
            int before = region.prefix();
            region.widen();
            assertThat(region.prefix()).isEqualTo(before - 1);
            most += Region.WIDER_LOOKUPS << i;
        }
        int lookups = 0;
        for (Id unknown = region.unknown(); unknown != null; unknown = region.unknown()) {
            assertThat(lookups++).isLessThan(most);
            region.found(lookUp(unknown));
        }
        return region;
    }

    @Test
    void itCoversOnlyIdsWhoseClosestNodesItKnows() {
        Property.check(5, choices -> {
            IdSpread spread = choices.pick(List.of(IdSpread.values()));
            draw(choices, spread);
            Id target = Id.of(spread.draw(random));
            int wider = choices.below(Region.WIDEST + 2);
            Region region = sweep(target, wider);
            choices.note("prefix", region.prefix(), "wider by", wider);
            assertThat(region.covers(target)).isTrue();
            for (int i = 0; i < 50; i++) {
                int shared = Math.min(region.prefix() + random.nextInt(4), Id.BITS - 1);
                Id id = random.nextInt(10) == 0 ? target : target.randomSibling(shared, random);
                if (region.covers(id)) {
                    assertThat(region.closestTo(id, WANTED))
                            .extracting(Reachable::contact)
                            .containsExactlyElementsOf(closest(id).subList(0, Math.min(WANTED, nodes.size())));
                }
            }
        });
    }

    @Test
    void whereAWidenedRegionIsGivenUpAsMuchIsLeftAsIsKnown() {
        Property.check(5, choices -> {
            draw(choices, IdSpread.UNIFORM);
            Id target = Id.random(random);
            Region region = new Region(target, WANTED, lookUp(target), true, 0, 0.5);
            int narrow = region.prefix();
            int wider = choices.between(1, Region.WIDEST);
            for (int i = 0; i < wider && region.mayWiden(); i++) {
                region.widen();
            }
            boolean isWidened = region.prefix() < narrow;
            // Look-ups go well until one within the parts by which it was widened.
            int good = choices.below(40);
            while (region.unknown() != null && (good-- > 0 || !region.covers(target.withFlipped(narrow)))) {
                region.found(lookUp(region.unknown()));
            }
            if (isWidened && region.unknown() != null) {
                region.found(List.of());
                assertThat(region.unknown()).isNull();
                assertThat(region.covers(target.withFlipped(narrow))).isTrue();
            }
            for (int i = 0; i < 50; i++) {
                Id id = target.randomSibling(Math.max(0, narrow - 3) + random.nextInt(8), random);
                if (region.covers(id)) {
                    assertThat(region.closestTo(id, WANTED))
                            .extracting(Reachable::contact)
                            .containsExactlyElementsOf(closest(id).subList(0, Math.min(WANTED, nodes.size())));
                }
            }
        });
    }

    @Test
    void beforeAllIsKnownItCoversItsTargetAlone() {
        Property.check(choices -> {
            draw(choices, IdSpread.UNIFORM);
            Id target = Id.random(random);
            Region region = new Region(target, WANTED, lookUp(target), true, 0, 0.5);
            if (region.unknown() != null) {
                assertThat(region.covers(target)).isTrue();
                assertThat(region.covers(target.withFlipped(255))).isFalse();
            }
        });
    }

    @Test
    void amongNodesAsChanceDrawsThemAFewLookupsDo() {
        Property.check(choices -> {
            draw(choices, IdSpread.UNIFORM);
            Id target = Id.random(random);
            Region region = sweep(target, choices.below(Region.WIDEST + 1));
            // What is not covered was given up; where ids are drawn by chance, that many are not crowded into one half.
            assertThat(region.covers(target.withFlipped(255))).isTrue();
        });
    }

    @Test
    void whereFewerAnsweredThanWantedTheyAreAllOnlyIfNearlyEverybodyAnswered() {
        Property.check(choices -> {
            draw(choices, IdSpread.UNIFORM);
            nodes = nodes.subList(0, Math.min(nodes.size(), WANTED - 1));
            Id target = Id.random(random);
            boolean whole = choices.flip();
            Region region = new Region(target, WANTED, lookUp(target), whole, 0, 0.5);
            assertThat(region.unknown()).isNull();
            assertThat(region.covers(Id.random(random))).isEqualTo(whole);
            assertThat(region.covers(target)).isTrue();
        });
    }
}
