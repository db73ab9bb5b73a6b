package io.jenkins.plugins.deployworkload.controlplane;

/** Components of a control plane, in start order. */
public enum Component {
    ETCD("etcd"),
    API_SERVER("kube-apiserver"),
    CONTROLLER_MANAGER("kube-controller-manager"),
    SCHEDULER("kube-scheduler"),
    /** Simulates the nodes and their kubelets. */
    KWOK("kwok");

    private final String binary;

    Component(String binary) {
        this.binary = binary;
    }

    /** File name of the component's binary; its log file is this name plus {@code .log}. */
    public String binary() {
        return binary;
    }
}
