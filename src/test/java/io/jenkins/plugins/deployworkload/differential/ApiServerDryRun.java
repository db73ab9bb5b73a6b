package io.jenkins.plugins.deployworkload.differential;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;
import io.jenkins.plugins.deployworkload.testing.KubernetesVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Applies objects to a real API server with the same requests as the plugin, either as a dry run or for real. */
final class ApiServerDryRun implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final PatchContext APPLY = apply().build();
    private static final PatchContext DRY_RUN =
            apply().withDryRun(List.of("All")).build();

    private final KubernetesClient client =
            withoutRetries(SharedControlPlane.get().client());
    private final String namespace = "differential-" + UUID.randomUUID();
    private final boolean storesAllFields = KubernetesVersion.minor() >= 37;

    /**
     * Returns a client that does not retry. The API server answers some invalid applies with 500, and the default
     * client would retry these requests.
     */
    private static KubernetesClient withoutRetries(KubernetesClient client) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(client.getConfiguration())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    ApiServerDryRun() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        // The API server refuses pods until the ServiceAccount exists.
        client.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .waitUntilCondition(account -> account != null, 2, TimeUnit.MINUTES);
    }

    private static PatchContext.Builder apply() {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("deploy-workload")
                .withFieldValidation("Strict");
    }

    void applyForReal(HasMetadata object) {
        client.resource(object).inNamespace(namespace).patch(APPLY);
    }

    HasMetadata read(HasMetadata object) {
        return client.resource(object).inNamespace(namespace).get();
    }

    String namespace() {
        return namespace;
    }

    /**
     * Returns why the API server refuses the objects, or which fields it does not store. The result is empty if the API
     * server accepts and stores everything.
     */
    List<String> rejections(List<HasMetadata> objects) {
        List<String> rejections = new ArrayList<>();
        objects.forEach(object -> collectRejections(object, rejections));
        objects.stream()
                .filter(StatefulSet.class::isInstance)
                .flatMap(set -> objectsOfController((StatefulSet) set).stream())
                .forEach(object -> collectRejections(object, rejections));
        return rejections;
    }

    private void collectRejections(HasMetadata object, List<String> rejections) {
        try {
            String lost = LostFields.between(json(object), json(apply(object)));
            // A pod is not compared, because admission plugins add entries to its lists, for example to volumes and
            // tolerations. An older API server drops the fields whose feature gates it has not enabled.
            if (!lost.isEmpty() && !(object instanceof Pod) && storesAllFields) {
                rejections.add("LOST " + lost);
            }
        } catch (KubernetesClientException e) {
            rejections.add(reason(e));
        }
    }

    HasMetadata apply(HasMetadata object) {
        return client.resource(object).inNamespace(namespace).patch(DRY_RUN);
    }

    /** Removes object names and indexes from a reason, so that equal reasons can be counted. */
    private static String reason(KubernetesClientException e) {
        String message = e.getStatus() == null || e.getStatus().getMessage() == null
                ? e.getMessage()
                : e.getStatus().getMessage();
        return message.replaceFirst("^\\S+ \"[^\"]*\" is invalid: ", "").replaceAll("\\[\\d+]", "[]");
    }

    static JsonNode json(Object object) {
        try {
            return MAPPER.readTree(Serialization.asJson(object));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns the first pod and the PersistentVolumeClaims that the controller would create for a StatefulSet. The test
     * applies these objects too, because the API server does not fully validate the templates in a StatefulSet. The pod
     * names no ServiceAccount, PriorityClass and RuntimeClass, because the API server rejects a pod if they do not exist.
     */
    private List<HasMetadata> objectsOfController(StatefulSet set) {
        String name = set.getMetadata().getName();
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName(name + "-0")
                .withLabels(set.getSpec().getTemplate().getMetadata().getLabels())
                .addToLabels("controller-revision-hash", name + "-5d4f8c7b9d")
                .endMetadata()
                .withSpec(set.getSpec().getTemplate().getSpec());
        pod.editSpec()
                .withServiceAccountName(null)
                .withServiceAccount(null)
                .withPriorityClassName(null)
                .withRuntimeClassName(null)
                .endSpec();
        List<HasMetadata> created = new ArrayList<>();
        for (PersistentVolumeClaim template : set.getSpec().getVolumeClaimTemplates()) {
            String volume = template.getMetadata().getName();
            created.add(new PersistentVolumeClaimBuilder(template)
                    .editMetadata()
                    .withName(volume + "-" + name + "-0")
                    .endMetadata()
                    .build());
            pod.editSpec()
                    .addToVolumes(new VolumeBuilder()
                            .withName(volume)
                            .withNewPersistentVolumeClaim(volume + "-" + name + "-0", false)
                            .build())
                    .endSpec();
        }
        Pod firstPod = pod.build();
        created.add(firstPod);
        return created;
    }

    @Override
    public void close() {
        // Release node ports now. The namespace would release them only some time later.
        client.services().inNamespace(namespace).delete();
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
