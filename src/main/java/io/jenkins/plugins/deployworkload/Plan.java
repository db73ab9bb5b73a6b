package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.rollout.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.Workload;
import java.time.Duration;
import java.util.List;

/**
 * What is to be deployed, after all that files and builds had to say was read.
 *
 * @param timeout how long to wait at most
 * @param workloads of different names, each image a reference
 */
record Plan(String namespace, Duration timeout, RolloutOptions options, List<Workload> workloads) {

    Plan {
        workloads = List.copyOf(workloads);
    }

    static Plan of(DeployWorkloadStep step, String namespace, List<Workload> workloads) {
        return new Plan(namespace, step.waitAtMost(), step.options(), workloads);
    }
}
