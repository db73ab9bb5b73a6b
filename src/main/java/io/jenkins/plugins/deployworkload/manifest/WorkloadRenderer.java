package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.controller.Deployment;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders a workload as Kubernetes objects. Pure: the same workload gives the same objects. They contain only the
 * fields in the definition, so the API's defaults apply to all others.
 */
public final class WorkloadRenderer {

    private WorkloadRenderer() {}

    /**
     * Renders all objects, each before those that refer to it.
     *
     * @param workload a validated workload, with a resolved image for every container
     * @param namespace the namespace of the objects
     */
    public static List<HasMetadata> render(Workload workload, String namespace) {
        List<HasMetadata> objects = new ArrayList<>();
        if (workload.hasService()) {
            objects.add(ServiceRenderer.render(workload, namespace));
        }
        objects.add(ControllerRenderer.render(workload, namespace));
        if (workload.getController() instanceof Deployment deployment && deployment.getAutoscaling() != null) {
            objects.add(AutoscalerRenderer.render(workload, namespace, deployment));
        }
        return List.copyOf(objects);
    }
}
