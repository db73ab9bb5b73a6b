package io.jenkins.plugins.deployworkload.bench.scale;

/** The section of the page about clusters that are larger than the measured ones. */
final class ClusterGrowth {

    static final String TEXT = """

            ## What grows with the cluster

            A deploy reads what belongs to its application, and of the rest of the cluster only three things: the warning events
            of its namespaces, with a DaemonSet the nodes, and with a custom resource that is not ready the pods of its
            namespace. The estimates are calculated from the figures above and from the sizes of objects in real clusters.

            | What | Grows with | Estimate | Limit |
            |---|---|---|---|
            | Pods and ReplicaSets received | the pods of the application, selected by a label | 25 KiB for each new pod | 128 MiB of events, then the objects are listed again |
            | Warning events received | the warnings of the namespace during the deploy; events from before the first apply are not read | 1 KiB each, once for all deploys of a controller to the namespace | as above |
            | Nodes received, for a DaemonSet | the nodes of the cluster | 20 KiB each: 100 MiB at 5,000 nodes. During the deploy, 330 KiB a second, because each kubelet renews its status every 5 minutes. Name, labels and taints are kept in memory. With [`ignoreNotReadyNodes: false`](step.md#options), no node is read | 128 MiB a list; above it, the deploy waits for all nodes that the status counts |
            | Pods received, for a custom resource in progress | the changes of all pods of the namespace, because operators choose the labels of their pods | 5 KiB each | 500 existing pods; 128 MiB of events |
            | Watches | the kinds of objects to wait for, and the namespaces of the application | 4 for a Deployment, 3 for a StatefulSet | none |
            | Memory of the JVM | the deploys that wait, and their pods | tables above; no platform thread for each deploy | 64 MiB a response, 128 MiB for all responses of a connection |
            | Requests at the same time | the deploys | – | 80 a connection; fewer after the API server answers 429 |
            | Own time | the work of the API server, which selects from more objects | the first table; little of the difference is processor time of this JVM | none |
            """;

    private ClusterGrowth() {}
}
