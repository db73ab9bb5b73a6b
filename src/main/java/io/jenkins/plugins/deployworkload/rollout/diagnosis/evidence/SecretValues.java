package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.jenkins.plugins.deployworkload.rollout.model.PodTemplates;
import io.jenkins.plugins.deployworkload.rollout.model.masking.SecretFields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Finds the literal values in objects that may be secret: in Secrets, environment variables, and headers of probes. */
final class SecretValues {

    private SecretValues() {}

    static Stream<SecretValue> of(HasMetadata object) {
        if (object instanceof Secret secret) {
            return ofSecret(secret.getData(), secret.getStringData());
        }
        return object instanceof GenericKubernetesResource generic && SecretFields.isSecret(generic.getKind())
                ? ofSecret(generic.get("data"), generic.get("stringData"))
                : of(PodTemplates.of(object).getSpec());
    }

    static Stream<SecretValue> of(PodSpec spec) {
        return Stream.of(spec.getInitContainers(), spec.getContainers())
                .flatMap(Collection::stream)
                .flatMap(SecretValues::of);
    }

    private static Stream<SecretValue> of(Container container) {
        Stream<SecretValue> variables = container.getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .map(variable -> SecretValue.of(variable.getName(), variable.getValue()));
        Stream<SecretValue> headers = Stream.concat(probeRequests(container), hookRequests(container))
                .filter(Objects::nonNull)
                .flatMap(request -> request.getHttpHeaders().stream())
                .filter(header -> header.getValue() != null)
                .map(header -> SecretValue.of(header.getName(), header.getValue()));
        return Stream.concat(variables, headers);
    }

    private static Stream<HTTPGetAction> probeRequests(Container container) {
        return Stream.of(container.getStartupProbe(), container.getLivenessProbe(), container.getReadinessProbe())
                .filter(Objects::nonNull)
                .map(Probe::getHttpGet);
    }

    private static Stream<HTTPGetAction> hookRequests(Container container) {
        return container.getLifecycle() == null
                ? Stream.empty()
                : Stream.of(
                                container.getLifecycle().getPostStart(),
                                container.getLifecycle().getPreStop())
                        .filter(Objects::nonNull)
                        .map(LifecycleHandler::getHttpGet);
    }

    /** Objects without a model class may have any types. */
    private static Stream<SecretValue> ofSecret(Object data, Object stringData) {
        return Stream.concat(texts(data).flatMap(encoded -> Stream.of(encoded, decode(encoded))), texts(stringData))
                .map(text -> new SecretValue(text, true));
    }

    private static Stream<String> texts(Object values) {
        return values instanceof Map<?, ?> map
                ? map.values().stream().filter(String.class::isInstance).map(String.class::cast)
                : Stream.empty();
    }

    private static String decode(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded;
        }
    }
}
