package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;

/**
 * The kinds that are watched for the diagnosis only. Their {@code managedFields}, which can take as much memory as the rest
 * of an object, are not read.
 */
public final class DiagnosticKinds {

    public static final ResourceType<ObservedPod> POD = observed(ResourceType.of(Pod.class), ObservedPod.class);

    public static final ResourceType<ObservedReplicaSet> REPLICA_SET =
            observed(ResourceType.of(ReplicaSet.class), ObservedReplicaSet.class);

    public static final ResourceType<ObservedEvent> EVENT = observed(ResourceType.of(Event.class), ObservedEvent.class);

    private DiagnosticKinds() {}

    private static <S extends HasMetadata, T extends S> ResourceType<T> observed(ResourceType<S> kind, Class<T> type) {
        return new ResourceType<>(kind.apiVersion(), kind.kind(), kind.plural(), kind.namespaced(), type);
    }

    /** A pod without its {@code managedFields}. */
    public static final class ObservedPod extends Pod {
        private static final long serialVersionUID = 1;

        @Override
        @JsonIgnoreProperties("managedFields")
        public void setMetadata(ObjectMeta metadata) {
            super.setMetadata(metadata);
        }
    }

    /** A ReplicaSet without its {@code managedFields}. */
    public static final class ObservedReplicaSet extends ReplicaSet {
        private static final long serialVersionUID = 1;

        @Override
        @JsonIgnoreProperties("managedFields")
        public void setMetadata(ObjectMeta metadata) {
            super.setMetadata(metadata);
        }
    }

    /** An event without its {@code managedFields}. */
    public static final class ObservedEvent extends Event {
        private static final long serialVersionUID = 1;

        @Override
        @JsonIgnoreProperties("managedFields")
        public void setMetadata(ObjectMeta metadata) {
            super.setMetadata(metadata);
        }
    }
}
