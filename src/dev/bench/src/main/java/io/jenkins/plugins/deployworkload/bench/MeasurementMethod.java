package io.jenkins.plugins.deployworkload.bench;

/** The last section of the page: how the figures are measured. */
final class MeasurementMethod {

    private MeasurementMethod() {}

    static void write(MarkdownWriter report, BenchSize size) {
        report.line("");
        report.line("## Method");
        report.line("");
        report.line("""
                - **A workload** is a Service, a Deployment with its HorizontalPodAutoscaler, and a ConfigMap; it refers to one more
                  ConfigMap. Its pods are ready as soon as they are on a node.
                - **The engine** runs in a warm JVM (%d deploys before), as in Jenkins, and opens its connection for each deploy. Measured
                  from the call to its return: connection, check of references, revision, watches, apply, wait, and marking the
                  revision as healthy.
                - **kubectl** gets the same objects in one file: `kubectl apply --server-side -f FILE && kubectl rollout status
                  deployment/…`, one call for all Deployments, from one shell, with a warm discovery cache. It is built from the same
                  Go module as the control plane. Measured from the start of the shell to its end.
                - **The observer** watches over connections of its own and records the time at which it has read an event.
                  *Published* is the first event in which the Deployment has the new image and is observed, updated and available
                  everywhere. *Overhead* is the total time minus the time from the first write to *published*; the first write
                  counts when the observer sees it (in the table with kubectl) or when it is acknowledged to the engine (in the other
                  tables). The *verdict* is the engine's last event, or the end of kubectl. *Verdict lag* is the time from
                  *published* to the verdict, *progress lag* the time from *published* to the engine's last progress event. A lag is
                  negative if the engine's connection delivers the event before the observer's connection does.
                - **Requests** are counted in the API server's audit log, on a control plane of their own.""".formatted(size.warmUp()));
    }
}
