package io.jenkins.plugins.deployworkload.bench;

/** The last section of the page: how the figures are measured. */
final class MeasurementMethod {

    private MeasurementMethod() {}

    static void write(MarkdownWriter report, BenchSize size) {
        report.line("");
        report.line("## Method");
        report.line("");
        report.line("""
                - **The objects** are the same for all tools. A Deployment or StatefulSet comes with a Service, a ConfigMap and a
                  ServiceAccount, a Job with a ConfigMap; the application of 200 objects has 150 ConfigMaps, 40 Services and 10
                  Deployments. The pods refer to one more ConfigMap, and are ready as soon as they are on a node. A Job has a first
                  deploy only: a second one runs it again with this plugin, while the other tools leave it as it is. kapply does
                  not wait for the end of a Job. Each tool has an application of its own in each round, and all objects are
                  deleted after it. In each round, the tools have another order.
                - **The engine** runs in a warm JVM (%d deploys before), as in Jenkins, and keeps its connection for a minute.
                  Measured from the call to its return: connection, check of references, revision, watches, apply, wait, and
                  marking the revision as healthy.
                - **kubectl**: `kubectl apply --server-side -f FILE && kubectl rollout status …`, one call for all workloads; for a
                  Job `kubectl wait --for=condition=complete`. It is built from the same Go module as the control plane.
                - **Helm**: `helm upgrade --install NAME CHART --wait --wait-for-jobs`, with the objects as they are as the chart's
                  template. **kapply**: `kapply apply DIRECTORY --reconcile-timeout=3m`, after an unmeasured `kapply init`. Both
                  are built from `src/dev/bench/peers/go.mod`.
                - All of these tools start a process for each command, with a warm discovery cache and their default rate limits.
                  Measured from the start of the shell to its end; the files are written before.
                - **The observer** watches over connections of its own and records the time at which it has read an event. The
                  controllers work on a workload from the first event with its new image until it is *published*: the first event
                  in which its controller has observed the change, and all pods are updated and available, or the Job is complete.
                  **Own time** is the total time without the time in which controllers work on at least one workload of the
                  application; writes during that time do not count.
                - The *verdict* is the engine's last event, or the end of the command. *Lag* is the time from *published* to the
                  verdict, or to the engine's last line about the status in the log. A lag is negative if the engine's connection
                  delivers the event before the observer's connection does.
                - **Requests** are counted in the API server's audit log, and bytes (including TLS) in a proxy, on a control plane
                  of their own, once for each row.""".formatted(size.warmUp()));
    }
}
