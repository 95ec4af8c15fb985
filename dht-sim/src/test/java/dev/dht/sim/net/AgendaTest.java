package dev.dht.sim.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AgendaTest {
    @Test
    void whatIsPlannedComesInItsOrder() {
        SplittableRandom random = new SplittableRandom(3);
        Agenda<int[]> agenda = new Agenda<>();
        for (int i = 0; i < 5_000; i++) {
            agenda.add(random.nextInt(500), new int[] {i});
        }
        long last = -1;
        int lastOrder = -1;
        while (agenda.size() > 0) {
            long time = agenda.firstTime();
            int order = agenda.poll()[0];
            assertThat(time > last || time == last && order > lastOrder).isTrue();
            last = time;
            lastOrder = order;
        }
    }
}
