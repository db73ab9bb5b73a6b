package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OverviewTest {

    private static final List<Overview.Deployed> FIRST = List.of(new Overview.Deployed("first", null));
    private static final List<Overview.Deployed> SECOND = List.of(new Overview.Deployed("second", null));

    /** An age that each state has. */
    private static final long ALWAYS_OLD = -1;

    @Test
    void requestDoesNotWaitWhileAnotherOneReads() throws Exception {
        Queue<List<Overview.Deployed>> states = new ArrayDeque<>(List.of(FIRST, SECOND));
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch slow = new CountDownLatch(1);
        Overview overview = new Overview(() -> {
            List<Overview.Deployed> state = states.remove();
            if (state == SECOND) {
                reading.countDown();
                await(slow);
            }
            return state;
        });
        assertThat(overview.deployed(ALWAYS_OLD)).isEqualTo(FIRST);

        CompletableFuture<List<Overview.Deployed>> reader =
                CompletableFuture.supplyAsync(() -> overview.deployed(ALWAYS_OLD), task -> new Thread(task).start());
        reading.await();
        CompletableFuture<List<Overview.Deployed>> other =
                CompletableFuture.supplyAsync(() -> overview.deployed(ALWAYS_OLD), task -> new Thread(task).start());

        assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(FIRST);
        slow.countDown();
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(SECOND);
        assertThat(overview.deployed(Long.MAX_VALUE)).isEqualTo(SECOND);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
