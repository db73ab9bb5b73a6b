package io.jenkins.plugins.deployworkload.rollout.preflight;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The kinds of things that a workload's objects can name. */
enum ReferencedKind {
    CONFIG_MAP(ConfigMap.class),
    SECRET(Secret.class),
    CLAIM(PersistentVolumeClaim.class),
    SERVICE_ACCOUNT(ServiceAccount.class),
    STORAGE_CLASS(StorageClass.class),
    /** Of Multus, for a pod's further networks; the Kubernetes model has no class for it. */
    NETWORK(new ResourceType<>(
            "k8s.cni.cncf.io/v1",
            "NetworkAttachmentDefinition",
            "network-attachment-definitions",
            true,
            GenericKubernetesResource.class));

    private final transient ResourceType<? extends HasMetadata> type;

    ReferencedKind(Class<? extends HasMetadata> type) {
        this(ResourceType.of(type));
    }

    ReferencedKind(ResourceType<? extends HasMetadata> type) {
        this.type = type;
    }

    ResourceType<? extends HasMetadata> type() {
        return type;
    }

    /** The keys of a config map or a secret. */
    static Set<String> keys(HasMetadata object) {
        Set<String> keys = new HashSet<>();
        if (object instanceof ConfigMap map) {
            keys.addAll(orEmpty(map.getData()).keySet());
            keys.addAll(orEmpty(map.getBinaryData()).keySet());
        } else if (object instanceof Secret secret) {
            keys.addAll(orEmpty(secret.getData()).keySet());
            // As it is described; the server has it among the others.
            keys.addAll(orEmpty(secret.getStringData()).keySet());
        }
        return keys;
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
