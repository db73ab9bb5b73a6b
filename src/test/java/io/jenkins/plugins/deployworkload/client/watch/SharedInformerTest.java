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

    private final SharedInformer<ConfigMap> informer = new SharedInformer<>(Selector.label(LABEL));

    private static ConfigMap configMap(String name, String value, int version) {
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
        informer.addEventHandler("a", early);
        informer.replace(List.of(configMap("one", "a", 1), configMap("two", "b", 2)));
        RecordingEventHandler<ConfigMap> late = new RecordingEventHandler<>();
        informer.addEventHandler("b", late);
        assertThat(early.awaitList()).containsExactly(configMap("one", "a", 1));
        assertThat(late.awaitList()).containsExactly(configMap("two", "b", 2));
        informer.upsert(configMap("three", "b", 3));
        informer.upsert(configMap("one", "a", 4));
        assertThat(RecordingEventHandler.next(late.upserts)).isEqualTo(configMap("three", "b", 3));
        assertThat(RecordingEventHandler.next(early.upserts)).isEqualTo(configMap("one", "a", 4));
    }

    @Test
    void relistDeliversOnlyTheDifferences() throws InterruptedException {
        RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
        informer.addEventHandler("a", handler);
        informer.replace(List.of(configMap("kept", "a", 1), configMap("changed", "a", 2), configMap("gone", "a", 3)));
        informer.replace(List.of(configMap("kept", "a", 1), configMap("changed", "a", 5), configMap("new", "a", 6)));
        assertThat(RecordingEventHandler.next(handler.upserts)).isEqualTo(configMap("changed", "a", 5));
        assertThat(RecordingEventHandler.next(handler.upserts)).isEqualTo(configMap("new", "a", 6));
        assertThat(RecordingEventHandler.next(handler.deletes)).isEqualTo(configMap("gone", "a", 3));
        assertThat(handler.upserts).isEmpty();
    }

    @Test
    void changedLabelValueIsADeletionForTheFormerHandler() throws InterruptedException {
        RecordingEventHandler<ConfigMap> first = new RecordingEventHandler<>();
        RecordingEventHandler<ConfigMap> second = new RecordingEventHandler<>();
        informer.addEventHandler("a", first);
        informer.addEventHandler("b", second);
        informer.replace(List.of(configMap("one", "a", 1)));
        informer.upsert(configMap("one", "b", 2));
        assertThat(RecordingEventHandler.next(first.deletes)).isEqualTo(configMap("one", "a", 1));
        assertThat(RecordingEventHandler.next(second.upserts)).isEqualTo(configMap("one", "b", 2));
    }

    @Test
    void newHandlerDoesNotReceiveEarlierErrors() throws InterruptedException {
        informer.watchFailed(new ConnectionFailure(Kind.UNREACHABLE, "an hour ago"));
        RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
        informer.addEventHandler("a", handler);
        informer.replace(List.of());
        assertThat(handler.awaitList()).isEmpty();
        assertThat(handler.errors).isEmpty();
    }

    /**
     * For example, a pod of a StatefulSet may be deleted while the watch is interrupted, and the new pod has the same
     * name.
     */
    @Test
    void recreatedObjectIsDeletedAndAdded() throws InterruptedException {
        ConfigMap before = configMap("one", "a", 1);
        before.getMetadata().setUid("first");
        ConfigMap after = configMap("one", "a", 2);
        after.getMetadata().setUid("second");
        RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>();
        informer.addEventHandler("a", handler);
        informer.replace(List.of(before));
        informer.replace(List.of(after));
        assertThat(RecordingEventHandler.next(handler.deletes)).isEqualTo(before);
        assertThat(RecordingEventHandler.next(handler.upserts)).isEqualTo(after);
        assertThat(handler.deletes).isEmpty();
    }

    @Test
    void deliversOnlyAcceptedObjects() throws InterruptedException {
        RecordingEventHandler<ConfigMap> handler = new RecordingEventHandler<>(
                object -> object.getMetadata().getName().equals("mine"));
        informer.addEventHandler("a", handler);
        informer.replace(List.of(configMap("other", "a", 1)));
        assertThat(handler.awaitList()).isEmpty();
        informer.upsert(configMap("other", "a", 2));
        informer.delete(configMap("other", "a", 2));
        informer.upsert(configMap("mine", "a", 3));
        assertThat(RecordingEventHandler.next(handler.upserts)).isEqualTo(configMap("mine", "a", 3));
        assertThat(handler.deletes).isEmpty();
    }

    @Test
    void relistDeliversObjectsSkippedInitially() throws InterruptedException {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        informer.addEventHandler("a", new ResourceEventHandler<>() {
            @Override
            public void onList(List<ConfigMap> objects) {
                events.add("list " + names(objects));
            }

            @Override
            public void onUpsert(ConfigMap object) {
                events.add("upsert " + names(List.of(object)));
            }

            @Override
            public void onDelete(ConfigMap object) {
                events.add("delete " + names(List.of(object)));
            }

            @Override
            public void onError(ConnectionFailure failure) {
                events.add(failure.message());
            }
        });
        informer.skipInitialEvents();
        informer.upsert(configMap("new", "a", 5));
        informer.replace(List.of(configMap("old", "a", 1), configMap("new", "a", 6)));
        informer.replace(List.of(configMap("old", "a", 1), configMap("new", "a", 6), configMap("newer", "a", 7)));
        for (String expected : List.of("list []", "upsert [new]", "upsert [new]", "list [old]", "upsert [newer]")) {
            assertThat(RecordingEventHandler.next(events)).isEqualTo(expected);
        }
    }

    private static List<String> names(List<ConfigMap> maps) {
        return maps.stream().map(map -> map.getMetadata().getName()).toList();
    }

    @Test
    void lateHandlerGetsTheObjectsSeenSinceTheWatchBegan() throws InterruptedException {
        informer.addEventHandler("a", new RecordingEventHandler<>());
        informer.skipInitialEvents();
        informer.upsert(configMap("new", "a", 5));
        RecordingEventHandler<ConfigMap> late = new RecordingEventHandler<>();
        informer.addEventHandler("a", late);
        assertThat(late.awaitList()).containsExactly(configMap("new", "a", 5));
    }
}
