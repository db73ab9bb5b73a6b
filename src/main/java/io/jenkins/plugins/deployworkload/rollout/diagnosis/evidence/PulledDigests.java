package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the digests of pulled images. Nodes report digests in {@code imageID}: {@code
 * registry.example/shop/web@sha256:…}. An {@code imageID} without a repository is ignored, because it is a local image
 * ID that no registry knows.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodStatus">ContainerStatus</a>
 */
final class PulledDigests {

    private static final Pattern PULLED_IMAGE_ID = Pattern.compile(".+@(sha256:[0-9a-f]{64})");

    private PulledDigests() {}

    /**
     * Returns the digests by container name. The result does not contain a container if pods report different digests
     * for its image.
     */
    static Map<String, String> of(Collection<Pod> pods, Map<String, String> images) {
        Map<String, String> digests = new TreeMap<>();
        images.forEach((container, image) -> {
            Set<String> reported = pods.stream()
                    .filter(pod -> runs(pod, container, image))
                    .flatMap(Pods::containerStatuses)
                    .filter(status -> container.equals(status.getName()))
                    .map(PulledDigests::digest)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            if (reported.size() == 1) {
                digests.put(container, reported.iterator().next());
            }
        });
        return digests;
    }

    private static boolean runs(Pod pod, String name, String image) {
        Stream<Container> all =
                Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
        return all.anyMatch(container -> name.equals(container.getName()) && image.equals(container.getImage()));
    }

    private static String digest(ContainerStatus status) {
        Matcher matcher = PULLED_IMAGE_ID.matcher(Objects.requireNonNullElse(status.getImageID(), ""));
        return matcher.matches() ? matcher.group(1) : null;
    }
}
