package io.jenkins.plugins.deployworkload.bench.scale;

import io.fabric8.kubernetes.client.KubernetesClient;

/** Reads the API server's metrics. */
final class Metrics {

    private Metrics() {}

    /** The sum over all labels of a metric; 0 if the API server does not have the metric yet. */
    static double sum(KubernetesClient client, String metric, String label) {
        return client.raw("/metrics")
                .lines()
                .filter(line -> line.startsWith(metric + "{") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
