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

/** The kinds of objects that a workload can refer to. */
enum ReferencedKind {
    CONFIG_MAP(ConfigMap.class),
    SECRET(Secret.class),
    CLAIM(PersistentVolumeClaim.class),
    SERVICE_ACCOUNT(ServiceAccount.class),
    STORAGE_CLASS(StorageClass.class),
    /**
     * The NetworkAttachmentDefinition of Multus, for additional networks of a pod. The Kubernetes client library has no
     * model class for this kind.
     */
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

    /** The keys of a ConfigMap or Secret; empty for other kinds. */
    static Set<String> keys(HasMetadata object) {
        Set<String> keys = new HashSet<>();
        if (object instanceof ConfigMap configMap) {
            keys.addAll(orEmpty(configMap.getData()).keySet());
            keys.addAll(orEmpty(configMap.getBinaryData()).keySet());
        } else if (object instanceof Secret secret) {
            keys.addAll(orEmpty(secret.getData()).keySet());
            // A Secret in the definition can have the field stringData, which the API server merges into data.
            keys.addAll(orEmpty(secret.getStringData()).keySet());
        }
        return keys;
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
