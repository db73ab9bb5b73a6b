package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Warning events by the object that they are about. The number of events is limited in total and for each object; the
 * events that were updated the longest time ago are dropped first.
 */
final class WarningIndex {

    /** Each of 1,000 pods can have several warnings. An event needs about 2 KB. */
    static final int MAX_WARNINGS = 5_000;

    /** An object rarely has more than five different warnings at a time. */
    static final int MAX_WARNINGS_OF_OBJECT = 20;

    private record Name(String kind, String name) {}

    private final Map<String, Event> events = new LinkedHashMap<>();
    private final Map<String, Map<String, Event>> byUid = new HashMap<>();
    private final Map<Name, Map<String, Event>> byName = new HashMap<>();

    /** Adds an event, or replaces the earlier state of the same event. */
    void upsert(Event event) {
        String uid = event.getMetadata().getUid();
        remove(uid);
        events.put(uid, event);
        ObjectReference object = event.getInvolvedObject();
        if (object == null) {
            return;
        }
        limit(index(byUid, object.getUid(), uid, event), MAX_WARNINGS_OF_OBJECT);
        limit(index(byName, new Name(object.getKind(), object.getName()), uid, event), MAX_WARNINGS_OF_OBJECT);
        limit(events.keySet(), MAX_WARNINGS);
    }

    int size() {
        return events.size();
    }

    /** The warnings about the object with this UID, the latest update last. */
    Stream<Event> ofUid(String uid) {
        return List.copyOf(byUid.getOrDefault(uid, Map.of()).values()).stream();
    }

    /** The warnings about the object with this kind and name, the latest update last. */
    Stream<Event> ofName(String kind, String name) {
        return List.copyOf(byName.getOrDefault(new Name(kind, name), Map.of()).values()).stream();
    }

    private static <K> Collection<String> index(Map<K, Map<String, Event>> index, K key, String uid, Event event) {
        Map<String, Event> eventsOfObject = index.computeIfAbsent(key, absent -> new LinkedHashMap<>());
        eventsOfObject.put(uid, event);
        return eventsOfObject.keySet();
    }

    private void limit(Collection<String> uids, int maximum) {
        if (uids.size() > maximum) {
            remove(uids.iterator().next());
        }
    }

    private void remove(String uid) {
        Event event = events.remove(uid);
        if (event == null || event.getInvolvedObject() == null) {
            return;
        }
        ObjectReference object = event.getInvolvedObject();
        unindex(byUid, object.getUid(), uid);
        unindex(byName, new Name(object.getKind(), object.getName()), uid);
    }

    private static <K> void unindex(Map<K, Map<String, Event>> index, K key, String uid) {
        Map<String, Event> eventsOfObject = index.get(key);
        if (eventsOfObject != null) {
            eventsOfObject.remove(uid);
            if (eventsOfObject.isEmpty()) {
                index.remove(key);
            }
        }
    }
}
