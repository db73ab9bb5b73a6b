package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.manifest.objects.ApplicationObjects;
import io.jenkins.plugins.deployworkload.manifest.objects.InvalidObjectsException;
import io.jenkins.plugins.deployworkload.manifest.objects.SecretData;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders a workload as Kubernetes objects. The same workload always gives the same objects. The objects contain only
 * fields that the definition sets, and the API server sets its defaults for the other fields.
 */
public final class WorkloadRenderer {

    private WorkloadRenderer() {}

    /**
     * Renders all objects. An object comes before the objects that refer to it.
     *
     * @param workload a validated workload in which every container has a resolved image
     * @param namespace the namespace of the objects
     * @throws InvalidObjectsException if a patch or a raw object of the workload is not valid
     */
    public static List<HasMetadata> render(Workload workload, String namespace) {
        return render(workload, namespace, SecretData.NONE);
    }

    /**
     * Like {@link #render(Workload, String)}, with the values of the workload's Secrets. Without the values, Secrets have
     * no data and the names of the description, so that they must not be applied.
     */
    public static List<HasMetadata> render(Workload workload, String namespace, SecretData values) {
        return ApplicationObjects.complete(workload, namespace, values, sections(workload, namespace, values));
    }

    /** The objects of the typed sections. */
    private static List<HasMetadata> sections(Workload workload, String namespace, SecretData values) {
        List<HasMetadata> objects = new ArrayList<>();
        workload.getSecrets()
                .forEach(secret -> objects.add(ConfigRenderer.secret(workload, namespace, secret, values)));
        workload.getConfigMaps().forEach(map -> objects.add(ConfigRenderer.configMap(workload, namespace, map)));
        workload.renderedServices()
                .forEach(service -> objects.add(ServiceRenderer.render(workload, namespace, service)));
        HasMetadata controller = ControllerRenderer.render(workload, namespace);
        objects.add(controller);
        if (workload.getController().getAutoscaling() != null) {
            objects.add(AutoscalerRenderer.render(workload, namespace, controller.getKind()));
        }
        if (workload.getPodDisruptionBudget() != null) {
            objects.add(DisruptionBudgetRenderer.render(workload, namespace, workload.getPodDisruptionBudget()));
        }
        return List.copyOf(objects);
    }
}
