package io.jenkins.plugins.deployworkload.client.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure.Kind;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class SharedInformerTest {

    private static final String LABEL = "example/name";

    private final SharedInformer<ConfigMap> watch = new SharedInformer<>(Selector.label(LABEL));

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
    void eachHandlerGetsTheObjectsOfItsLabelValue() throws InterruptedException {
        RecordingEventHandler<ConfigMap> early = new RecordingEventHandler<>();
        watch.addEventHandler("a", early);
        watch.replace(List.of(map("one", "a", 1), map("two", "b", 2)));
        RecordingEventHandler<ConfigMap> late = new RecordingEventHandler<>();
        watch.addEventHandler("b", late);
        assertThat(early.awaitList()).containsExactly(map("one", "a", 1));
        assertThat(late.awaitList()).containsExactly(map("two", "b", 2));
        watch.upsert(map("three", "b", 3));
        watch.upsert(map("one", "a", 4));
        assertThat(RecordingEventHandler.next(late.upserts)).isEqualTo(map("three", "b", 3));
        assertThat(RecordingEventHandler.next(early.upserts)).isEqualTo(map("one", "a", 4));
    }

    @Test
    void relistDeliversOnlyTheDifferences() throws InterruptedException {
        RecordingEventHandler<ConfigMap> recorder = new RecordingEventHandler<>();
        watch.addEventHandler("a", recorder);
        watch.replace(List.of(map("kept", "a", 1), map("changed", "a", 2), map("gone", "a", 3)));
        watch.replace(List.of(map("kept", "a", 1), map("changed", "a", 5), map("new", "a", 6)));
        assertThat(RecordingEventHandler.next(recorder.upserts)).isEqualTo(map("changed", "a", 5));
        assertThat(RecordingEventHandler.next(recorder.upserts)).isEqualTo(map("new", "a", 6));
        assertThat(RecordingEventHandler.next(recorder.deletes)).isEqualTo(map("gone", "a", 3));
        assertThat(recorder.upserts).isEmpty();
    }

    @Test
    void changedLabelValueIsADeletionForTheFormerHandler() throws InterruptedException {
        RecordingEventHandler<ConfigMap> first = new RecordingEventHandler<>();
        RecordingEventHandler<ConfigMap> second = new RecordingEventHandler<>();
        watch.addEventHandler("a", first);
        watch.addEventHandler("b", second);
        watch.replace(List.of(map("one", "a", 1)));
        watch.upsert(map("one", "b", 2));
        assertThat(RecordingEventHandler.next(first.deletes)).isEqualTo(map("one", "a", 1));
        assertThat(RecordingEventHandler.next(second.upserts)).isEqualTo(map("one", "b", 2));
    }

    @Test
    void newHandlerIsNotToldOfEarlierErrors() throws InterruptedException {
        watch.watchFailed(new ConnectionFailure(Kind.UNREACHABLE, "an hour ago"));
        RecordingEventHandler<ConfigMap> lucky = new RecordingEventHandler<>();
        watch.addEventHandler("a", lucky);
        watch.replace(List.of());
        assertThat(lucky.awaitList()).isEmpty();
        assertThat(lucky.errors).isEmpty();
    }

    /** As a pod of a StatefulSet that is deleted in a gap of the watch. */
    @Test
    void recreatedObjectIsDeletedAndAdded() throws InterruptedException {
        ConfigMap before = map("one", "a", 1);
        before.getMetadata().setUid("first");
        ConfigMap after = map("one", "a", 2);
        after.getMetadata().setUid("second");
        RecordingEventHandler<ConfigMap> recorder = new RecordingEventHandler<>();
        watch.addEventHandler("a", recorder);
        watch.replace(List.of(before));
        watch.replace(List.of(after));
        assertThat(RecordingEventHandler.next(recorder.deletes)).isEqualTo(before);
        assertThat(RecordingEventHandler.next(recorder.upserts)).isEqualTo(after);
        assertThat(recorder.deletes).isEmpty();
    }

    @Test
    void deliversOnlyAcceptedObjects() throws InterruptedException {
        RecordingEventHandler<ConfigMap> choosy = new RecordingEventHandler<>(
                object -> object.getMetadata().getName().equals("mine"));
        watch.addEventHandler("a", choosy);
        watch.replace(List.of(map("other", "a", 1)));
        assertThat(choosy.awaitList()).isEmpty();
        watch.upsert(map("other", "a", 2));
        watch.delete(map("other", "a", 2));
        watch.upsert(map("mine", "a", 3));
        assertThat(RecordingEventHandler.next(choosy.upserts)).isEqualTo(map("mine", "a", 3));
        assertThat(choosy.deletes).isEmpty();
    }

    @Test
    void relistDeliversObjectsSkippedInitially() throws InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        watch.addEventHandler("a", new ResourceEventHandler<>() {
            @Override
            public void onList(List<ConfigMap> objects) {
                told.add("present " + names(objects));
            }

            @Override
            public void onUpsert(ConfigMap object) {
                told.add("changed " + names(List.of(object)));
            }

            @Override
            public void onDelete(ConfigMap object) {
                told.add("removed " + names(List.of(object)));
            }

            @Override
            public void onError(ConnectionFailure failure) {
                told.add(failure.message());
            }
        });
        watch.skipInitialEvents();
        watch.upsert(map("new", "a", 5));
        watch.replace(List.of(map("old", "a", 1), map("new", "a", 6)));
        watch.replace(List.of(map("old", "a", 1), map("new", "a", 6), map("newer", "a", 7)));
        for (String expected :
                List.of("present []", "changed [new]", "changed [new]", "present [old]", "changed [newer]")) {
            assertThat(RecordingEventHandler.next(told)).isEqualTo(expected);
        }
    }

    private static List<String> names(List<ConfigMap> maps) {
        return maps.stream().map(map -> map.getMetadata().getName()).toList();
    }

    @Test
    void lateHandlerGetsTheObjectsSeenSinceTheWatchBegan() throws InterruptedException {
        watch.addEventHandler("a", new RecordingEventHandler<>());
        watch.skipInitialEvents();
        watch.upsert(map("new", "a", 5));
        RecordingEventHandler<ConfigMap> late = new RecordingEventHandler<>();
        watch.addEventHandler("a", late);
        assertThat(late.awaitList()).containsExactly(map("new", "a", 5));
    }
}
