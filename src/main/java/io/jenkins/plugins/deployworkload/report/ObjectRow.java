package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.ObjectProgress;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.Operation;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Address;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Health;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An object of a deploy for pages and {@code /api/json}, or a ReplicaSet or pod below it. */
@ExportedBean(defaultVisibility = 4)
public final class ObjectRow {

    /** A Deployment has ReplicaSets, which have pods. A limit, because the stored owners could form a circle. */
    private static final int MAX_DEPTH = 2;

    /** Kinds of Kubernetes without a namespace. Custom kinds with a name such as ClusterIssuer have none either. */
    private static final Pattern CLUSTER_SCOPED = Pattern.compile("Cluster[A-Z].*|Namespace|Node|PersistentVolume"
            + "|CustomResourceDefinition|StorageClass|VolumeAttributesClass|VolumeAttachment|CSIDriver|CSINode"
            + "|PriorityClass|RuntimeClass|IngressClass|GatewayClass|DeviceClass|APIService|FlowSchema"
            + "|PriorityLevelConfiguration|(Mutating|Validating)(WebhookConfiguration|AdmissionPolicy(Binding)?)");

    private final ObjectProgress object;
    private final int depth;
    private final Health health;
    private final List<String> addresses;
    private final String dashboardUrl;
    private final boolean isOutsideHome;
    private final boolean isPlanned;

    /** @param health {@code null} for an object of the deploy, which has a status message */
    private ObjectRow(
            ObjectProgress object, int depth, Health health, List<String> addresses, DeploymentProgress progress) {
        this.object = object;
        this.depth = depth;
        this.health = health;
        this.addresses = addresses;
        this.isOutsideHome = object.namespace() != null && !object.namespace().equals(progress.namespace());
        this.isPlanned = progress.dryRun();
        this.dashboardUrl = exists(object, progress)
                ? DashboardLink.of(progress.dashboardUrl(), getNamespace(), object.kind(), object.name())
                : null;
    }

    private static boolean exists(ObjectProgress object, DeploymentProgress progress) {
        return progress.dryRun() ? object.operation() != Operation.CREATED : object.operation() != Operation.DELETED;
    }

    static ObjectRow of(ObjectProgress object, DeploymentProgress progress) {
        List<String> addresses = progress.tree().addresses().stream()
                .filter(address -> address.kind().equals(object.kind())
                        && address.name().equals(object.name())
                        && isIn(object.namespace(), address.namespace(), progress))
                .map(Address::url)
                .toList();
        return new ObjectRow(object, 0, null, addresses, progress);
    }

    private static ObjectRow of(Node node, int depth, DeploymentProgress progress) {
        ObjectProgress object = new ObjectProgress(
                node.kind(), namespace(node.namespace(), progress), node.name(), null, status(node), List.of());
        return new ObjectRow(object, depth, node.health(), List.of(), progress);
    }

    private static String status(Node node) {
        List<String> parts = new ArrayList<>();
        if (node.status() != null) {
            parts.add(node.status());
        }
        parts.add(Messages.ObjectRow_ready(node.ready(), node.total()));
        if (node.restarts() > 0) {
            parts.add(Messages.ObjectRow_restarts(node.restarts()));
        }
        return String.join(", ", parts);
    }

    /** All objects, each before the ReplicaSets and pods below it. */
    static List<ObjectRow> tree(DeploymentProgress progress) {
        List<ObjectRow> rows = new ArrayList<>();
        Set<Node> shown = new HashSet<>();
        for (ObjectProgress object : progress.objects()) {
            rows.add(of(object, progress));
            addBelow(object, 1, progress, rows, shown);
        }
        // Objects that the deploy has not applied yet, or not in this process, can have pods of a former deploy.
        for (Node node : progress.tree().nodes()) {
            if (shown.add(node)) {
                ObjectRow row = of(node, 0, progress);
                rows.add(row);
                addBelow(row.object, 1, progress, rows, shown);
            }
        }
        return rows;
    }

    private static void addBelow(
            ObjectProgress owner, int depth, DeploymentProgress progress, List<ObjectRow> rows, Set<Node> shown) {
        ResourceTree tree = progress.tree();
        for (Node node : tree.nodes()) {
            if (depth <= MAX_DEPTH
                    && owner.kind().equals(node.ownerKind())
                    && owner.name().equals(node.ownerName())
                    && isIn(owner.namespace(), node.namespace(), progress)
                    && shown.add(node)) {
                ObjectRow row = of(node, depth, progress);
                rows.add(row);
                addBelow(row.object, depth + 1, progress, rows, shown);
            }
        }
    }

    /** @param stored {@code null} for the home namespace */
    private static String namespace(String stored, DeploymentProgress progress) {
        return stored == null ? progress.namespace() : stored;
    }

    private static boolean isIn(String namespace, String stored, DeploymentProgress progress) {
        return Objects.equals(namespace, namespace(stored, progress));
    }

    @Exported
    public String getKind() {
        return object.kind();
    }

    @Exported
    public String getName() {
        return object.name();
    }

    /** The name, with the namespace of an object outside the home namespace of the application. */
    public String getQualifiedName() {
        return isOutsideHome ? object.namespace() + "/" + object.name() : object.name();
    }

    /** {@code null} for an object without a namespace. */
    @Exported
    public String getNamespace() {
        return CLUSTER_SCOPED.matcher(object.kind()).matches() ? null : object.namespace();
    }

    /** The name of the operation for scripts; {@code null} if nothing is known. */
    @Exported
    public String getOperation() {
        return object.operation() == null ? null : object.operation().name();
    }

    public String getOperationName() {
        Operation operation = object.operation();
        return operation == null ? "" : isPlanned ? DisplayNames.plannedName(operation) : DisplayNames.name(operation);
    }

    @Exported
    public String getStatus() {
        return object.status();
    }

    /** The fields that a deploy would change, one line each. */
    @Exported
    public List<String> getChanges() {
        return object.changes();
    }

    /** The number of objects above this one. */
    @Exported
    public int getDepth() {
        return depth;
    }

    /** The health of a ReplicaSet or pod; {@code null} for an object of the deploy, which has a status. */
    @Exported
    public Health getHealth() {
        return health;
    }

    /** The CSS class of the health; {@code null} for an object of the deploy. */
    public String getHealthStyle() {
        return health == null
                ? null
                : "deploy-workload-health--"
                        + health.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The addresses of a Service or Ingress for browsers. */
    @Exported
    public List<String> getAddresses() {
        return addresses;
    }

    /** The object in the dashboard of the cluster; {@code null} without a dashboard, or if the object does not exist. */
    public String getDashboardUrl() {
        return dashboardUrl;
    }
}
