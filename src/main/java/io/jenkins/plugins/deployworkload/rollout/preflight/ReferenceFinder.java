package io.jenkins.plugins.deployworkload.rollout.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMapVolumeSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SecretVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.PodTemplates;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the references from the objects of a definition to objects outside the definition. Leaves out optional
 * references.
 */
final class ReferenceFinder {

    private static final String MULTUS_NETWORKS_ANNOTATION = "k8s.v1.cni.cncf.io/networks";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Set<ReferencedObject> found = new LinkedHashSet<>();

    /** The namespace of the object whose references are searched; empty for the home namespace. */
    private Optional<String> namespace = Optional.empty();

    private ReferenceFinder() {}

    /** @param home the home namespace of the application; {@code null} if all objects are in it */
    static Set<ReferencedObject> find(List<HasMetadata> objects, String home) {
        ReferenceFinder references = new ReferenceFinder();
        for (HasMetadata object : objects) {
            ObjectRef ref = ObjectRef.of(object, home);
            references.namespace =
                    Optional.of(ref).filter(ObjectRef::outsideHome).map(ObjectRef::namespace);
            PodTemplateSpec template = PodTemplates.of(object);
            references.pod(template.getSpec());
            references.networks(template);
            if (object instanceof StatefulSet set) {
                references.volumeClaimTemplates(set);
            }
        }
        references.found.removeIf(reference -> objects.stream().anyMatch(object -> reference.matches(object, home)));
        return references.found;
    }

    private void pod(PodSpec pod) {
        if (pod.getServiceAccountName() != null) {
            add(ReferencedKind.SERVICE_ACCOUNT, pod.getServiceAccountName(), "serviceAccountName");
        }
        pod.getImagePullSecrets().forEach(secret -> add(ReferencedKind.SECRET, secret.getName(), "imagePullSecrets"));
        pod.getVolumes().forEach(this::volume);
        List<Container> containers = new ArrayList<>(pod.getInitContainers());
        containers.addAll(pod.getContainers());
        containers.forEach(this::container);
    }

    private void volume(Volume volume) {
        String fieldPath = "volumes." + volume.getName();
        ConfigMapVolumeSource configMap = volume.getConfigMap();
        if (configMap != null && !Boolean.TRUE.equals(configMap.getOptional())) {
            withItems(ReferencedKind.CONFIG_MAP, configMap.getName(), configMap.getItems(), fieldPath);
        }
        SecretVolumeSource secret = volume.getSecret();
        if (secret != null && !Boolean.TRUE.equals(secret.getOptional())) {
            withItems(ReferencedKind.SECRET, secret.getSecretName(), secret.getItems(), fieldPath);
        }
        if (volume.getProjected() != null) {
            volume.getProjected().getSources().forEach(source -> projection(source, fieldPath));
        }
        if (volume.getCsi() != null && volume.getCsi().getNodePublishSecretRef() != null) {
            add(ReferencedKind.SECRET, volume.getCsi().getNodePublishSecretRef().getName(), fieldPath);
        }
        if (volume.getPersistentVolumeClaim() != null) {
            add(ReferencedKind.CLAIM, volume.getPersistentVolumeClaim().getClaimName(), fieldPath);
        }
    }

    private void projection(VolumeProjection source, String fieldPath) {
        var configMap = source.getConfigMap();
        if (configMap != null && !Boolean.TRUE.equals(configMap.getOptional())) {
            withItems(ReferencedKind.CONFIG_MAP, configMap.getName(), configMap.getItems(), fieldPath);
        }
        var secret = source.getSecret();
        if (secret != null && !Boolean.TRUE.equals(secret.getOptional())) {
            withItems(ReferencedKind.SECRET, secret.getName(), secret.getItems(), fieldPath);
        }
    }

    private void container(Container container) {
        container.getEnv().forEach(variable -> variable(container, variable));
        container.getEnvFrom().forEach(from -> {
            String fieldPath = "containers." + container.getName() + ".envFrom";
            if (from.getConfigMapRef() != null
                    && !Boolean.TRUE.equals(from.getConfigMapRef().getOptional())) {
                add(ReferencedKind.CONFIG_MAP, from.getConfigMapRef().getName(), fieldPath);
            }
            if (from.getSecretRef() != null
                    && !Boolean.TRUE.equals(from.getSecretRef().getOptional())) {
                add(ReferencedKind.SECRET, from.getSecretRef().getName(), fieldPath);
            }
        });
    }

    private void variable(Container container, EnvVar variable) {
        if (variable.getValueFrom() == null) {
            return;
        }
        String fieldPath = "containers." + container.getName() + ".env." + variable.getName();
        var configMap = variable.getValueFrom().getConfigMapKeyRef();
        if (configMap != null && !Boolean.TRUE.equals(configMap.getOptional())) {
            withKey(ReferencedKind.CONFIG_MAP, configMap.getName(), configMap.getKey(), fieldPath);
        }
        var secret = variable.getValueFrom().getSecretKeyRef();
        if (secret != null && !Boolean.TRUE.equals(secret.getOptional())) {
            withKey(ReferencedKind.SECRET, secret.getName(), secret.getKey(), fieldPath);
        }
    }

    private void volumeClaimTemplates(StatefulSet set) {
        set.getSpec().getVolumeClaimTemplates().stream()
                .filter(template -> template.getSpec().getStorageClassName() != null
                        && !template.getSpec().getStorageClassName().isEmpty())
                .forEach(template -> add(
                        ReferencedKind.STORAGE_CLASS,
                        template.getSpec().getStorageClassName(),
                        "volumeClaimTemplates." + template.getMetadata().getName()));
    }

    private void networks(PodTemplateSpec template) {
        String annotation = template.getMetadata() == null
                ? null
                : template.getMetadata().getAnnotations().get(MULTUS_NETWORKS_ANNOTATION);
        if (annotation == null) {
            return;
        }
        try {
            for (JsonNode network : MAPPER.readTree(annotation)) {
                Optional<String> named =
                        Optional.ofNullable(network.path("namespace").textValue());
                found.add(new ReferencedObject(
                        ReferencedKind.NETWORK,
                        named.or(() -> namespace),
                        network.path("name").asText(),
                        Optional.empty(),
                        "networks." + network.path("name").asText()));
            }
        } catch (JsonProcessingException e) {
            // The annotation has the short form of Multus instead of JSON. Multus itself checks the networks in the
            // short form.
        }
    }

    private void withItems(ReferencedKind kind, String name, List<KeyToPath> items, String fieldPath) {
        if (items.isEmpty()) {
            add(kind, name, fieldPath);
        }
        items.forEach(item -> withKey(kind, name, item.getKey(), fieldPath));
    }

    private void withKey(ReferencedKind kind, String name, String key, String fieldPath) {
        found.add(new ReferencedObject(kind, namespace, name, Optional.of(key), fieldPath));
    }

    private void add(ReferencedKind kind, String name, String fieldPath) {
        found.add(new ReferencedObject(kind, namespace, name, Optional.empty(), fieldPath));
    }
}
