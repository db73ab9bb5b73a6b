package io.jenkins.plugins.deployworkload.rollout.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.model.redeploy.Redeploy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The objects to roll out, and the options of the rollout.
 *
 * @param namespace the home namespace of the application, which has its revisions; an object that names no namespace is
 *     applied in this namespace
 * @param workloadName the name of the application
 * @param objects all objects of the application, of any kind; the rollout does not modify them
 * @param timeout the maximum time from the start of the rollout until the objects are healthy; a rollback gets the same
 *     time again
 * @param options the options of the rollout
 * @param policy decides what the rollout may write
 * @param deployer who deploys
 * @param redeploy the stored revision whose objects these are; {@code null} for new objects
 */
public record RolloutRequest(
        String namespace,
        String workloadName,
        List<HasMetadata> objects,
        Duration timeout,
        RolloutOptions options,
        RolloutPolicy policy,
        Deployer deployer,
        Redeploy redeploy) {

    /**
     * The label with the workload's name, on all objects of the workload and their pods.
     */
    public static final String NAME_LABEL = "deploy-workload.jenkins.io/name";

    /** The maximum number of objects of an application. Large Helm charts have a few hundred. */
    public static final int MAX_OBJECTS = 1000;

    /** In bytes, for the JSON of all objects. Revisions have the same limit. */
    public static final int MAX_JSON = 16 << 20;

    /** A DNS label (RFC 1123). The check ensures that a namespace cannot change other parts of a URL path. */
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /**
     * The rule of all kinds for names in URL paths.
     *
     * @see <a
     *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apimachinery/pkg/api/validation/path/name.go">IsValidPathSegmentName</a>
     */
    private static final Pattern NAME = Pattern.compile("(?!\\.\\.?$)[^/%]+");

    /**
     * ConfigMaps with such names contain the revisions of applications. An application that contained one could change or
     * prune the revisions of another application.
     */
    public static final String REVISIONS_PREFIX = "deploy-workload-";

    /** A request with default options. */
    public RolloutRequest(String namespace, String workloadName, List<HasMetadata> objects, Duration timeout) {
        this(namespace, workloadName, objects, timeout, RolloutOptions.defaults());
    }

    /** A request of nobody, without restrictions. */
    public RolloutRequest(
            String namespace,
            String workloadName,
            List<HasMetadata> objects,
            Duration timeout,
            RolloutOptions options) {
        this(namespace, workloadName, objects, timeout, options, RolloutPolicy.UNRESTRICTED, Deployer.NOBODY);
    }

    /** A request of nobody. */
    public RolloutRequest(
            String namespace,
            String workloadName,
            List<HasMetadata> objects,
            Duration timeout,
            RolloutOptions options,
            RolloutPolicy policy) {
        this(namespace, workloadName, objects, timeout, options, policy, Deployer.NOBODY);
    }

    /** A request to deploy new objects. */
    public RolloutRequest(
            String namespace,
            String workloadName,
            List<HasMetadata> objects,
            Duration timeout,
            RolloutOptions options,
            RolloutPolicy policy,
            Deployer deployer) {
        this(namespace, workloadName, objects, timeout, options, policy, deployer, null);
    }

    /** @throws IllegalArgumentException if the objects cannot be rolled out together */
    public RolloutRequest {
        objects = List.copyOf(objects);
        if (namespace == null || !NAMESPACE.matcher(namespace).matches()) {
            throw new IllegalArgumentException(
                    Messages.RolloutRequest_invalidNamespace(namespace == null ? "" : namespace));
        }
        if (objects.isEmpty() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("needs objects, and a timeout above zero");
        }
        checkSize(workloadName, objects);
        Set<ObjectRef> refs = new HashSet<>();
        for (HasMetadata object : objects) {
            if (object.getMetadata() == null) {
                throw new IllegalArgumentException(Messages.RolloutRequest_invalidName(object.getKind()));
            }
            ObjectRef ref = ObjectRef.of(object, namespace);
            if (!refs.add(ref)) {
                throw new IllegalArgumentException(Messages.RolloutRequest_duplicate(ref.label()));
            }
            if (!NAMESPACE.matcher(ref.namespace()).matches()) {
                throw new IllegalArgumentException(Messages.RolloutRequest_invalidNamespace(ref.namespace()));
            }
            if (ref.name() == null || !NAME.matcher(ref.name()).matches()) {
                throw new IllegalArgumentException(Messages.RolloutRequest_invalidName(ref.label()));
            }
            if (ref.kind().equals("ConfigMap")
                    && !CustomResourceDefinitions.isCustom(ref.apiVersion())
                    && ref.name().startsWith(REVISIONS_PREFIX)) {
                throw new IllegalArgumentException(Messages.RolloutRequest_reservedName(ref.label(), REVISIONS_PREFIX));
            }
        }
    }

    private static void checkSize(String workloadName, List<HasMetadata> objects) {
        if (objects.size() > MAX_OBJECTS) {
            throw new IllegalArgumentException(Messages.RolloutRequest_tooManyObjects(
                    workloadName, String.valueOf(objects.size()), String.valueOf(MAX_OBJECTS)));
        }
        long size = objects.stream().mapToLong(RolloutRequest::size).sum();
        if (size > MAX_JSON) {
            throw new IllegalArgumentException(
                    Messages.RolloutRequest_tooLarge(workloadName, String.valueOf(size), String.valueOf(MAX_JSON)));
        }
    }

    private static long size(HasMetadata object) {
        try {
            return Json.MAPPER.writeValueAsBytes(object).length;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
