package io.jenkins.plugins.deployworkload.rollout.model;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.jenkins.plugins.deployworkload.client.http.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The resource types of the kinds with a model class, the kinds that create pods, and the order in which objects are
 * applied. {@code discovery.ResourceTypes} finds the types of all other kinds.
 */
public final class ResourceKinds {

    /** Kinds whose controller creates pods and reports in the status whether they are available. */
    private static final Map<String, ResourceType<?>> POD_CONTROLLERS = byKey(
            Stream.<Class<? extends HasMetadata>>of(Deployment.class, StatefulSet.class, DaemonSet.class, Job.class)
                    .map(ResourceType::of));

    private static final ResourceType<?> NAMESPACE = ResourceType.generic("v1", "Namespace", "namespaces", false);

    /** Other kinds that are known without discovery. */
    private static final Map<String, ResourceType<?>> OTHERS = byKey(Stream.concat(
            Stream.of(NAMESPACE, CustomResourceDefinitions.TYPE),
            Stream.<Class<? extends HasMetadata>>of(
                            ConfigMap.class,
                            Secret.class,
                            Service.class,
                            ServiceAccount.class,
                            PersistentVolumeClaim.class,
                            Pod.class,
                            CronJob.class,
                            HorizontalPodAutoscaler.class,
                            PodDisruptionBudget.class,
                            Ingress.class,
                            NetworkPolicy.class,
                            Role.class,
                            RoleBinding.class)
                    .map(ResourceType::of)));

    /** Kinds that other objects need before they can be created. */
    private static final Set<String> FIRST_WAVE = Set.of("Namespace", "CustomResourceDefinition");

    /** Without the permission to bind any role, an account can only bind a role that exists. */
    private static final Map<String, String> ROLES_BY_BINDING =
            Map.of("RoleBinding", "Role", "ClusterRoleBinding", "ClusterRole");

    private static final Set<String> POD_KINDS = Set.of("Pod", "CronJob", "ReplicaSet", "ReplicationController");

    /**
     * Kinds whose objects have no effect before the workload or its Service exists, or that intercept requests and call
     * the workload.
     */
    private static final Set<String> LAST_WAVE = Set.of(
            "HorizontalPodAutoscaler",
            "PodDisruptionBudget",
            "Ingress",
            "APIService",
            "MutatingWebhookConfiguration",
            "ValidatingWebhookConfiguration");

    /** Kinds that Kubernetes controllers rarely or never write. */
    private static final Set<String> NOT_UPDATED_BY_CONTROLLERS =
            Set.of("ConfigMap", "Secret", "Service", "ServiceAccount", "NetworkPolicy", "Role", "RoleBinding");

    private static final Set<String> WITH_HEALTH_NOTES = Set.of("Service", "CronJob", "HorizontalPodAutoscaler");

    private static final int LAST_WAVE_INDEX = 4;

    private ResourceKinds() {}

    private static Map<String, ResourceType<?>> byKey(Stream<ResourceType<?>> types) {
        return types.collect(Collectors.toUnmodifiableMap(type -> key(type.apiVersion(), type.kind()), type -> type));
    }

    private static String key(String apiVersion, String kind) {
        return apiVersion + " " + kind;
    }

    private static String key(ObjectRef ref) {
        return key(ref.apiVersion(), ref.kind());
    }

    private static String key(HasMetadata object) {
        return key(object.getApiVersion(), object.getKind());
    }

    /** The resource type of a kind that is known without discovery; {@code null} for other kinds. */
    public static ResourceType<?> type(ObjectRef ref) {
        return type(ref.apiVersion(), ref.kind());
    }

    /** Like {@link #type(ObjectRef)}. */
    public static ResourceType<?> type(String apiVersion, String kind) {
        String key = key(apiVersion, kind);
        return POD_CONTROLLERS.getOrDefault(key, OTHERS.get(key));
    }

    /** The Java class of objects of a kind; a generic class if other code does not need a class for the kind. */
    public static Class<? extends HasMetadata> modelClass(String apiVersion, String kind) {
        ResourceType<?> type = type(apiVersion, kind);
        return type == null ? GenericKubernetesResource.class : type.type();
    }

    /** Whether the object is a controller that creates pods. */
    public static boolean createsPods(ObjectRef ref) {
        return isPodController(ref) || "CronJob".equals(ref.kind());
    }

    /** Whether the object is a controller that creates pods as soon as it exists, so not a CronJob. */
    public static boolean isPodController(ObjectRef ref) {
        return POD_CONTROLLERS.containsKey(key(ref));
    }

    /** Whether the object is a namespace. */
    public static boolean isNamespace(ObjectRef ref) {
        return key(ref).equals(key(NAMESPACE.apiVersion(), NAMESPACE.kind()));
    }

    /** Whether the object is a pod without a controller. */
    public static boolean isPod(ObjectRef ref) {
        return "v1".equals(ref.apiVersion()) && "Pod".equals(ref.kind());
    }

    /**
     * Whether an object normally keeps its resourceVersion between two deploys, because only this plugin writes the
     * object.
     */
    public static boolean keepsResourceVersion(ObjectRef ref) {
        return NOT_UPDATED_BY_CONTROLLERS.contains(ref.kind());
    }

    /**
     * Whether a rollout ends with a note about objects of this kind. The rollout does not wait for these objects, but
     * reads them once at the end. A note reports the next run of a CronJob, a Service without endpoints, or an
     * autoscaler that does not scale.
     */
    public static boolean hasHealthNotes(ObjectRef ref) {
        return WITH_HEALTH_NOTES.contains(ref.kind());
    }

    /** Whether the object sets the replicas of another object. */
    public static boolean isAutoscaler(ObjectRef ref) {
        return "HorizontalPodAutoscaler".equals(ref.kind());
    }

    /**
     * Whether deleting the object would delete user data: a claim with its volume, a namespace with all its objects, or a
     * definition with all its custom resources.
     */
    public static boolean holdsData(ObjectRef ref) {
        return "PersistentVolumeClaim".equals(ref.kind()) || FIRST_WAVE.contains(ref.kind());
    }

    /**
     * Whether the object of the definition takes the place of a former object of another kind, because both create the
     * pods of the same name.
     */
    public static boolean takesPlaceOf(HasMetadata object, ObjectRef former) {
        return createsPods(former)
                && createsPods(ObjectRef.of(object, former.namespace()))
                && former.name().equals(object.getMetadata().getName())
                && isInNamespaceOf(object, former);
    }

    private static boolean isInNamespaceOf(HasMetadata object, ObjectRef former) {
        String namespace = object.getMetadata().getNamespace();
        // An object that names no namespace is in the home namespace.
        return former.namespace().equals(namespace) || namespace == null && !former.outsideHome();
    }

    /**
     * Divides the objects into waves, which are applied one after the other. Objects of the same wave are applied in no
     * particular order. The waves contain:
     *
     * <ol>
     *   <li>namespaces and CustomResourceDefinitions
     *   <li>the objects that pods need at startup
     *   <li>bindings of roles
     *   <li>the objects that create pods, and pods
     *   <li>autoscalers, PodDisruptionBudgets, Ingresses, webhooks and custom resources, which need the objects of the
     *       earlier waves. Helm also applies custom resources last
     * </ol>
     *
     * <p>An object waits for an object of an earlier wave only if {@link #dependsOn} returns true for the two objects.
     */
    public static List<List<HasMetadata>> waves(List<HasMetadata> objects) {
        return IntStream.rangeClosed(0, LAST_WAVE_INDEX)
                .mapToObj(number -> objects.stream()
                        .filter(object -> waveIndex(object) == number)
                        .toList())
                .filter(wave -> !wave.isEmpty())
                .toList();
    }

    private static int waveIndex(HasMetadata object) {
        if (FIRST_WAVE.contains(object.getKind())) {
            return 0;
        }
        if (LAST_WAVE.contains(object.getKind()) || CustomResourceDefinitions.isCustom(object.getApiVersion())) {
            return LAST_WAVE_INDEX;
        }
        if (POD_CONTROLLERS.containsKey(key(object)) || POD_KINDS.contains(object.getKind())) {
            return 3;
        }
        return ROLES_BY_BINDING.containsKey(object.getKind()) ? 2 : 1;
    }

    /**
     * Whether {@code object} must wait until {@code earlier}, an object of an earlier wave, is applied. An Ingress
     * waits for every Service, and a StatefulSet waits for its governing Service. All other objects do not wait for a
     * Service: the API server takes long to allocate the address of a Service, and pods can start without it. A binding
     * waits for roles only.
     */
    public static boolean dependsOn(HasMetadata object, HasMetadata earlier) {
        if (waveIndex(earlier) == 0) {
            return true;
        }
        if (ROLES_BY_BINDING.containsKey(object.getKind())) {
            return ROLES_BY_BINDING.containsValue(earlier.getKind());
        }
        if (!(earlier instanceof Service service)) {
            return true;
        }
        return object instanceof StatefulSet set
                ? service.getMetadata().getName().equals(set.getSpec().getServiceName())
                : object instanceof Ingress;
    }

    /**
     * Whether the API server may refuse {@code object} only because {@code earlier} does not exist yet: the namespace,
     * the definition of the kind, the role of a binding, or an object that the admission of a pod requires.
     */
    public static boolean mayRequire(HasMetadata object, HasMetadata earlier) {
        return switch (earlier.getKind()) {
            case "Namespace" ->
                object.getMetadata().getNamespace() == null
                        || object.getMetadata()
                                .getNamespace()
                                .equals(earlier.getMetadata().getName());
            case "CustomResourceDefinition" -> CustomResourceDefinitions.isCustom(object.getApiVersion());
            case "Role", "ClusterRole" -> ROLES_BY_BINDING.containsKey(object.getKind());
            case "ServiceAccount", "PriorityClass", "RuntimeClass" -> "Pod".equals(object.getKind());
            default -> false;
        };
    }
}
