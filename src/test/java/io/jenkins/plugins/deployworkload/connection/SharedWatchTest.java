package io.jenkins.plugins.deployworkload.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.deployworkload.connection.ConnectionFailure.Kind;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class SharedWatchTest {

    private static final String LABEL = "example/name";

    private final SharedWatch<ConfigMap> watch = new SharedWatch<>(Selector.label(LABEL));

    private static ConfigMap map(String name, String value, int version) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withResourceVersion(String.valueOf(version))
                .addToLabels(LABEL, value)
                .endMetadata()
                .build();
    }

    @Test
    void eachGetsItsOwnBeforeAndAfterTheFirstList() throws InterruptedException {
        Recorder<ConfigMap> early = new Recorder<>();
        watch.join("a", early);
        watch.listed(List.of(map("one", "a", 1), map("two", "b", 2)));
        Recorder<ConfigMap> late = new Recorder<>();
        watch.join("b", late);
        assertThat(early.awaitPresent()).containsExactly(map("one", "a", 1));
        assertThat(late.awaitPresent()).containsExactly(map("two", "b", 2));
        watch.changed(map("three", "b", 3));
        watch.changed(map("one", "a", 4));
        assertThat(Recorder.next(late.changes)).isEqualTo(map("three", "b", 3));
        assertThat(Recorder.next(early.changes)).isEqualTo(map("one", "a", 4));
    }

    @Test
    void anotherListTellsTheDifferences() throws InterruptedException {
        Recorder<ConfigMap> recorder = new Recorder<>();
        watch.join("a", recorder);
        watch.listed(List.of(map("kept", "a", 1), map("changed", "a", 2), map("gone", "a", 3)));
        watch.listed(List.of(map("kept", "a", 1), map("changed", "a", 5), map("new", "a", 6)));
        assertThat(Recorder.next(recorder.changes)).isEqualTo(map("changed", "a", 5));
        assertThat(Recorder.next(recorder.changes)).isEqualTo(map("new", "a", 6));
        assertThat(Recorder.next(recorder.removals)).isEqualTo(map("gone", "a", 3));
        assertThat(recorder.changes).isEmpty();
    }

    @Test
    void movingToAnotherValueIsARemovalForTheFirst() throws InterruptedException {
        Recorder<ConfigMap> first = new Recorder<>();
        Recorder<ConfigMap> second = new Recorder<>();
        watch.join("a", first);
        watch.join("b", second);
        watch.listed(List.of(map("one", "a", 1)));
        watch.changed(map("one", "b", 2));
        assertThat(Recorder.next(first.removals)).isEqualTo(map("one", "a", 1));
        assertThat(Recorder.next(second.changes)).isEqualTo(map("one", "b", 2));
    }

    @Test
    void whoComesInTroubleHearsWhatTheNextTryShows() throws InterruptedException {
        watch.failed(new ConnectionFailure(Kind.UNREACHABLE, "an hour ago"));
        Recorder<ConfigMap> lucky = new Recorder<>();
        watch.join("a", lucky);
        watch.listed(List.of());
        assertThat(lucky.awaitPresent()).isEmpty();
        assertThat(lucky.failures).isEmpty();
    }

    /** As a pod of a StatefulSet that is deleted in a gap of the watch. */
    @Test
    void whatIsMadeAgainUnderItsNameIsAnother() throws InterruptedException {
        ConfigMap before = map("one", "a", 1);
        before.getMetadata().setUid("first");
        ConfigMap after = map("one", "a", 2);
        after.getMetadata().setUid("second");
        Recorder<ConfigMap> recorder = new Recorder<>();
        watch.join("a", recorder);
        watch.listed(List.of(before));
        watch.listed(List.of(after));
        assertThat(Recorder.next(recorder.removals)).isEqualTo(before);
        assertThat(Recorder.next(recorder.changes)).isEqualTo(after);
        assertThat(recorder.removals).isEmpty();
    }

    @Test
    void whatConcernsNobodyIsNotTold() throws InterruptedException {
        Recorder<ConfigMap> choosy =
                new Recorder<>(object -> object.getMetadata().getName().equals("mine"));
        watch.join("a", choosy);
        watch.listed(List.of(map("other", "a", 1)));
        assertThat(choosy.awaitPresent()).isEmpty();
        watch.changed(map("other", "a", 2));
        watch.removed(map("other", "a", 2));
        watch.changed(map("mine", "a", 3));
        assertThat(Recorder.next(choosy.changes)).isEqualTo(map("mine", "a", 3));
        assertThat(choosy.removals).isEmpty();
    }

    @Test
    void whatWasPassedOverIsToldAsPresentWhenAllIsListed() throws InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        watch.join("a", new WatchSubscriber<>() {
            @Override
            public void present(List<ConfigMap> objects) {
                told.add("present " + names(objects));
            }

            @Override
            public void changed(ConfigMap object) {
                told.add("changed " + names(List.of(object)));
            }

            @Override
            public void removed(ConfigMap object) {
                told.add("removed " + names(List.of(object)));
            }

            @Override
            public void failed(ConnectionFailure failure) {
                told.add(failure.message());
            }
        });
        watch.unseen();
        watch.changed(map("new", "a", 5));
        watch.listed(List.of(map("old", "a", 1), map("new", "a", 6)));
        watch.listed(List.of(map("old", "a", 1), map("new", "a", 6), map("newer", "a", 7)));
        for (String expected :
                List.of("present []", "changed [new]", "changed [new]", "present [old]", "changed [newer]")) {
            assertThat(Recorder.next(told)).isEqualTo(expected);
        }
    }

    private static List<String> names(List<ConfigMap> maps) {
        return maps.stream().map(map -> map.getMetadata().getName()).toList();
    }

    @Test
    void whoJoinsAWatchFromNowOnGetsWhatHasComeSinceItBegan() throws InterruptedException {
        watch.join("a", new Recorder<>());
        watch.unseen();
        watch.changed(map("new", "a", 5));
        Recorder<ConfigMap> late = new Recorder<>();
        watch.join("a", late);
        assertThat(late.awaitPresent()).containsExactly(map("new", "a", 5));
    }
}
