package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The application that owns objects. An application is what is deployed together under one name in one namespace. The
 * label {@link #LABEL} on the top-level metadata of an object names its application.
 */
public record Ownership(String namespace, String application) {

    /**
     * The label with {@link #labelValue}. It is never on pod templates and claim templates, because a change of the label
     * would restart all pods.
     */
    public static final String LABEL = "deploy-workload.jenkins.io/application";

    /** The number of hexadecimal digits of a label value. A label value may have 63 characters. */
    private static final int HASH_LENGTH = 40;

    /** A tool that manages objects, and the field of an object that shows it. */
    private record Tool(String name, boolean isLabel, String key) {

        String valueIn(ObjectMeta metadata) {
            Map<String, String> fields = isLabel ? metadata.getLabels() : metadata.getAnnotations();
            return fields == null ? null : fields.get(key);
        }
    }

    /**
     * The label {@code app.kubernetes.io/managed-by: Helm} is not in this list, because the output of {@code helm
     * template} has it too.
     *
     * @see <a href="https://github.com/helm/helm/blob/v3.19.0/pkg/action/validate.go">Helm's ownership check</a>
     * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/">Argo CD's tracking</a>
     * @see <a href="https://fluxcd.io/flux/components/kustomize/kustomizations/">Flux's labels</a>
     */
    private static final List<Tool> TOOLS = List.of(
            new Tool("Helm", false, "meta.helm.sh/release-name"),
            new Tool("Argo CD", false, "argocd.argoproj.io/tracking-id"),
            new Tool("Flux", true, "kustomize.toolkit.fluxcd.io/name"),
            new Tool("Flux", true, "helm.toolkit.fluxcd.io/name"));

    /**
     * The value of {@link #LABEL}: a hash of namespace and name. A name may be longer than a label value, and
     * applications of two namespaces may have the same name.
     */
    public String labelValue() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((namespace + "/" + application).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether this plugin applied the object for this application. */
    public boolean owns(HasMetadata object) {
        return labelValue().equals(label(object, LABEL)) && FieldManagers.isAppliedByUs(object);
    }

    /**
     * Why this application must not apply an object; empty if it may. A tool that manages the object would revert the
     * change.
     *
     * @param described the object in the definition
     * @param live the object in the cluster; {@code null} if it does not exist
     * @param adopt whether to take over objects of other applications of this plugin
     */
    public Optional<String> refusal(HasMetadata described, HasMetadata live, boolean adopt) {
        if (live == null) {
            return Optional.empty();
        }
        Optional<String> manager = TOOLS.stream()
                // An object of the definition may come from such a tool.
                .filter(tool -> tool.valueIn(described.getMetadata()) == null)
                .filter(tool -> tool.valueIn(live.getMetadata()) != null)
                .map(tool -> Messages.Ownership_managedByTool(tool.name(), tool.valueIn(live.getMetadata())))
                .findFirst();
        if (manager.isPresent()) {
            return manager;
        }
        Optional<OwnerReference> controller = live.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
        if (controller.isPresent()) {
            return Optional.of(Messages.Ownership_controlled(
                    controller.get().getKind(), controller.get().getName()));
        }
        String owner = label(live, LABEL);
        return adopt || owner == null || owner.equals(labelValue())
                ? Optional.empty()
                : Optional.of(Messages.Ownership_otherApplication(
                        Objects.requireNonNullElse(label(live, RolloutRequest.NAME_LABEL), owner)));
    }

    /**
     * Why this application must not delete an object in order to create it again; empty if it may. An apply keeps what
     * others have set in an object, but a replacement does not.
     *
     * @see #refusal
     */
    public Optional<String> replacementRefusal(HasMetadata described, HasMetadata live, boolean adopt) {
        return refusal(described, live, adopt)
                .or(() -> live == null || adopt || FieldManagers.isAppliedByUs(live)
                        ? Optional.empty()
                        : Optional.of(Messages.Ownership_notCreatedByUs()));
    }

    private static String label(HasMetadata object, String key) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? null : labels.get(key);
    }
}
