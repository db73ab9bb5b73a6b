package io.jenkins.plugins.deployworkload.policy.podsecurity;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The pod that the checks read. Missing parts are empty instead of null, because the pod may come from a file that the
 * API server has not validated.
 */
final class CheckedPod {

    private final Map<String, String> annotations;
    private final PodSpec spec;
    private final BooleanSupplier userNamespaces;
    private final PodSecurityContext securityContext;
    private final List<CheckedContainer> containers = new ArrayList<>();

    /** @param userNamespaces tells whether the cluster has user namespaces */
    CheckedPod(ObjectMeta metadata, PodSpec spec, BooleanSupplier userNamespaces) {
        this.userNamespaces = userNamespaces;
        annotations = metadata == null || metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations();
        this.spec = spec == null ? new PodSpec() : spec;
        securityContext =
                this.spec.getSecurityContext() == null ? new PodSecurityContext() : this.spec.getSecurityContext();
        collectContainers("spec.initContainers", this.spec.getInitContainers());
        collectContainers("spec.containers", this.spec.getContainers());
        List<EphemeralContainer> ephemeral = elements(this.spec.getEphemeralContainers(), EphemeralContainer::new);
        for (int i = 0; i < ephemeral.size(); i++) {
            containers.add(CheckedContainer.of("spec.ephemeralContainers", i, ephemeral.get(i)));
        }
    }

    private void collectContainers(String list, List<Container> from) {
        List<Container> elements = elements(from, Container::new);
        for (int i = 0; i < elements.size(); i++) {
            containers.add(CheckedContainer.of(list, i, elements.get(i)));
        }
    }

    Map<String, String> annotations() {
        return annotations;
    }

    PodSpec spec() {
        return spec;
    }

    PodSecurityContext securityContext() {
        return securityContext;
    }

    /** All init containers, containers and ephemeral containers. */
    List<CheckedContainer> containers() {
        return containers;
    }

    /** The settings of the pod, which containers inherit. */
    SecuritySettings settings() {
        return SecuritySettings.of(securityContext);
    }

    /** The settings of the pod and those of each container. */
    List<SecuritySettings> allSettings() {
        List<SecuritySettings> all = new ArrayList<>();
        all.add(settings());
        containers.forEach(container -> all.add(container.settings()));
        return all;
    }

    /** Whether users in the pod, even root, are unprivileged users of the node. */
    boolean hasUserNamespace() {
        return Boolean.FALSE.equals(spec.getHostUsers()) && userNamespaces.getAsBoolean();
    }

    /** Whether the pod declares Windows. The API server refuses settings of Linux in such a pod. */
    boolean isWindows() {
        return spec.getOs() != null && "windows".equals(spec.getOs().getName());
    }

    /** Returns the list with empty elements instead of null, as the API server reads it. */
    static <T> List<T> elements(List<T> list, Supplier<T> empty) {
        return list == null
                ? List.of()
                : list.stream()
                        .map(element -> element == null ? empty.get() : element)
                        .toList();
    }

    /** Returns the path of a list element, with its name or else its position. */
    static String path(String list, int position, String name) {
        return list + "[" + (name == null || name.isBlank() ? position : ViolationText.printable(name)) + "]";
    }
}
