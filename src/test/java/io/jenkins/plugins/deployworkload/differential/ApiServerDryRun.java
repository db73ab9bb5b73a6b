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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Asks the real API server what it would say, as the engine would apply the objects. */
final class ApiServerDryRun implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final PatchContext APPLY = apply().build();
    private static final PatchContext DRY = apply().withDryRun(List.of("All")).build();

    private final KubernetesClient client =
            withoutRetries(SharedControlPlane.get().client());
    private final String namespace = "differential-" + UUID.randomUUID();

    /** A client that asks once: server-side apply answers some faults with 500, which others would try again and again. */
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
        // Pods are refused until there is one.
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

    /** What the server says against the objects; empty where it would take all. */
    List<String> rejections(List<HasMetadata> objects) {
        List<String> refusals = new ArrayList<>();
        objects.forEach(object -> collectRejections(object, refusals));
        objects.stream()
                .filter(StatefulSet.class::isInstance)
                .flatMap(set -> controllerObjects((StatefulSet) set).stream())
                .forEach(object -> collectRejections(object, refusals));
        return refusals;
    }

    private void collectRejections(HasMetadata object, List<String> refusals) {
        try {
            String lost = LostFields.between(json(object), json(apply(object)));
            // Admission adds to the lists of pods that are made alone.
            if (!lost.isEmpty() && !(object instanceof Pod)) {
                refusals.add("LOST " + lost);
            }
        } catch (KubernetesClientException e) {
            refusals.add(reason(e));
        }
    }

    HasMetadata apply(HasMetadata object) {
        return client.resource(object).inNamespace(namespace).patch(DRY);
    }

    /** What is wrong, without the names of the case, so that equal reasons can be counted. */
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
     * What the controller would make of a StatefulSet: the server looks at neither its pods nor its claims before. The
     * account is left out, as pods are refused where it does not exist.
     */
    private List<HasMetadata> controllerObjects(StatefulSet set) {
        String name = set.getMetadata().getName();
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withName(name + "-0")
                .withLabels(set.getSpec().getTemplate().getMetadata().getLabels())
                .addToLabels("controller-revision-hash", name + "-5d4f8c7b9d")
                .endMetadata()
                .withSpec(set.getSpec().getTemplate().getSpec());
        pod.editSpec().withServiceAccountName(null).withServiceAccount(null).endSpec();
        List<HasMetadata> made = new ArrayList<>();
        for (PersistentVolumeClaim template : set.getSpec().getVolumeClaimTemplates()) {
            String volume = template.getMetadata().getName();
            made.add(new PersistentVolumeClaimBuilder(template)
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
        Pod built = pod.build();
        made.add(built);
        return made;
    }

    @Override
    public void close() {
        client.namespaces().withName(namespace).delete();
        client.close();
    }
}
