package io.jenkins.plugins.deployworkload.controlplane;

/** The processes of a control plane, in the order in which they are started. */
public enum Component {
    ETCD("etcd"),
    API_SERVER("kube-apiserver"),
    CONTROLLER_MANAGER("kube-controller-manager"),
    SCHEDULER("kube-scheduler"),
    /** Plays the nodes and their kubelets. */
    KWOK("kwok");

    private final String binary;

    Component(String binary) {
        this.binary = binary;
    }

    /** The file name of the component's program; its log file has the same name with {@code .log} after it. */
    public String binary() {
        return binary;
    }
}
