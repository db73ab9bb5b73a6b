package io.jenkins.plugins.deployworkload.manifest;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.controller.Deployment;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders a workload as the Kubernetes objects that it stands for. Pure: the same workload gives the same objects, and
 * nothing is in them that the person did not say, so that the API's defaults stay the API's.
 */
public final class WorkloadRenderer {

    private WorkloadRenderer() {}

    /**
     * The objects, each before those that need it.
     *
     * @param workload  checked, with an image that is named for every container
     * @param namespace where they go
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
