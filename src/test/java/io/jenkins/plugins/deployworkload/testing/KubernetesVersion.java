package io.jenkins.plugins.deployworkload.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.deployworkload.controlplane.SharedControlPlane;

/** The version of the control plane's API server: the tests can run on the oldest supported one. */
public final class KubernetesVersion {

    private KubernetesVersion() {}

    /** The minor version, for example 37. */
    public static int minor() {
        // A provider can append a plus sign.
        return Integer.parseInt(SharedControlPlane.get()
                .client()
                .getKubernetesVersion()
                .getMinor()
                .replaceAll("\\D", ""));
    }

    /**
     * Skips the test before a minor version.
     *
     * @param what the part of Kubernetes that the test needs, for the message
     */
    public static void assumeSince(int minor, String what) {
        assumeTrue(minor() >= minor, () -> what + ": since Kubernetes 1." + minor);
    }
}
