package io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Taint;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import java.util.List;
import java.util.Objects;

/**
 * The part of a node that decides which DaemonSet pods it runs. The status of a node, which is not read, has some 20 KB,
 * mostly the names of its images.
 */
@JsonDeserialize(using = JsonDeserializer.None.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public final class NodeSummary implements HasMetadata {

    public static final ResourceType<NodeSummary> TYPE =
            new ResourceType<>("v1", "Node", "nodes", false, NodeSummary.class);

    private static final long serialVersionUID = 1;

    /** The part of a node's spec. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Spec(List<Taint> taints) {}

    private ObjectMeta metadata;
    private transient Spec spec;

    @Override
    public ObjectMeta getMetadata() {
        return metadata;
    }

    @Override
    public void setMetadata(ObjectMeta metadata) {
        metadata.setManagedFields(List.of());
        metadata.setAnnotations(null);
        this.metadata = metadata;
    }

    public Spec getSpec() {
        return spec;
    }

    public void setSpec(Spec spec) {
        this.spec = spec;
    }

    List<Taint> taints() {
        return spec == null || spec.taints == null ? List.of() : spec.taints;
    }

    /**
     * Whether the node does not respond or reports that it cannot run pods. The taint and not the condition decides,
     * because the DaemonSet controller reads the taints, too.
     */
    boolean isNotReady() {
        return taints().stream()
                .anyMatch(taint -> "NoSchedule".equals(taint.getEffect())
                        && (Objects.equals("node.kubernetes.io/not-ready", taint.getKey())
                                || Objects.equals("node.kubernetes.io/unreachable", taint.getKey())));
    }

    @Override
    public String getKind() {
        return TYPE.kind();
    }

    @Override
    public String getApiVersion() {
        return TYPE.apiVersion();
    }

    @Override
    public void setApiVersion(String version) {
        // Always the version of TYPE.
    }
}
