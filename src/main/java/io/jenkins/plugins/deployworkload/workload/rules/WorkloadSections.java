package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.container.Container;
import io.jenkins.plugins.deployworkload.workload.container.InitContainer;
import io.jenkins.plugins.deployworkload.workload.controller.Controller;
import io.jenkins.plugins.deployworkload.workload.service.Service;
import io.jenkins.plugins.deployworkload.workload.volume.Volume;
import java.util.List;

/**
 * The sections of a workload that the rules of this package compare. Lists may hold null where an element was invalid; the
 * {@link io.jenkins.plugins.deployworkload.workload.binding.Binder} has already reported these elements.
 */
public interface WorkloadSections {

    String getName();

    String getHostname();

    /** In seconds; null for the API's default. */
    Long getTerminationGracePeriodSeconds();

    /** Null if the description has none; the binder has already reported that. */
    Controller getController();

    List<InitContainer> getInitContainers();

    List<Container> getContainers();

    List<Volume> getVolumes();

    /** Null if the description has none. */
    Service getService();

    /** Whether the workload is rendered with a Service. */
    boolean hasService();

    /** Whether the Service is headless. A headless Service gives each pod a DNS name and does no load balancing. */
    boolean headless();
}
