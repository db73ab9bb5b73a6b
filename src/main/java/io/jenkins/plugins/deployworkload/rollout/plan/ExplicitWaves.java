package io.jenkins.plugins.deployworkload.rollout.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.CustomResourceDefinitions;
import io.jenkins.plugins.deployworkload.rollout.model.FieldManagers;
import io.jenkins.plugins.deployworkload.rollout.model.hook.Hook;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The waves that annotations of the objects ask for: the annotation of this plugin, the sync waves and hooks of Argo CD, and
 * the hooks of Helm. A wave starts when all objects of the earlier waves are healthy. Within a wave, the kinds decide about
 * the order.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/">Sync phases and waves</a>
 */
public final class ExplicitWaves {

    private static final String ARGO_WAVE = "argocd.argoproj.io/sync-wave";

    /**
     * @param phase -1 for hooks before the other objects, 1 for hooks after them, 0 for the other objects
     * @param number the wave in the phase
     */
    private record Position(int phase, int number) implements Comparable<Position> {

        static final Position DEFAULT = new Position(0, 0);

        @Override
        public int compareTo(Position other) {
            return phase == other.phase ? Integer.compare(number, other.number) : Integer.compare(phase, other.phase);
        }
    }

    private ExplicitWaves() {}

    /** The objects of each wave, in the order of the waves; one wave if no annotation asks for others. */
    public static List<List<HasMetadata>> of(List<HasMetadata> objects) {
        TreeMap<Position, List<HasMetadata>> waves = new TreeMap<>();
        objects.forEach(object -> waves.merge(
                position(object),
                List.of(object),
                (some, more) ->
                        Stream.of(some, more).flatMap(Collection::stream).toList()));
        if (waves.size() <= 1) {
            return List.of(objects);
        }
        Position first = waves.firstKey();
        List<HasMetadata> moved = first.equals(Position.DEFAULT)
                ? List.of()
                : waves.getOrDefault(Position.DEFAULT, List.of()).stream()
                        .filter(ExplicitWaves::isNeededByAll)
                        .toList();
        return waves.entrySet().stream()
                .map(wave -> wave.getKey().equals(first)
                        ? Stream.concat(moved.stream(), wave.getValue().stream())
                                .toList()
                        : wave.getValue().stream()
                                .filter(object -> !moved.contains(object))
                                .toList())
                .filter(wave -> !wave.isEmpty())
                .toList();
    }

    /** Namespaces and definitions without an annotation belong to the first wave. */
    private static boolean isNeededByAll(HasMetadata object) {
        return object.getKind().equals("Namespace") || CustomResourceDefinitions.isDefinition(object);
    }

    private static Position position(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        if (annotations == null) {
            return Position.DEFAULT;
        }
        Optional<Hook> hook = Hook.of(object);
        int phase = hook.map(Hook::phase).orElse(0);
        // The weight of an object that is no hook has no meaning.
        return Stream.of(
                        annotations.get(FieldManagers.WAVE_ANNOTATION),
                        annotations.get(ARGO_WAVE),
                        hook.map(Hook::weight).orElse(null))
                .filter(text -> text != null && text.matches("[-+]?[0-9]{1,9}"))
                .findFirst()
                .map(number -> new Position(phase, Integer.parseInt(number)))
                .orElse(new Position(phase, 0));
    }
}
