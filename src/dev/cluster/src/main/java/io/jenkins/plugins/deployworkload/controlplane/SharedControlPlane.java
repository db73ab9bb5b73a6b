package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One control plane per Java process, which all tests of this process share. */
public final class SharedControlPlane {

    /**
     * Environment variable with the path of a kubeconfig that the runner's {@code cluster} command wrote. Without this
     * variable, {@link #get} starts a control plane.
     */
    public static final String KUBECONFIG = "DEPLOY_WORKLOAD_KUBECONFIG";

    private SharedControlPlane() {}

    /**
     * Starts the control plane at the first call. The control plane stops with the Java process. All tests share it: a
     * test must not close it or stop its components, and must use its own namespace.
     *
     * @throws ControlPlaneException if the control plane did not start; later calls fail without another attempt
     */
    public static ControlPlane get() {
        return Holder.PLANE.get();
    }

    /** Whether {@link #get} starts a control plane, which ends with this process. */
    public static boolean isOfThisProcess() {
        return System.getenv(KUBECONFIG) == null;
    }

    private static final class Holder {
        static final StartResult PLANE = StartResult.attempt();
    }

    private record StartResult(ControlPlane controlPlane, ControlPlaneException failure) {

        static StartResult attempt() {
            try {
                String kubeconfig = System.getenv(KUBECONFIG);
                return new StartResult(
                        kubeconfig == null
                                ? ControlPlane.start(Options.defaults())
                                : ControlPlane.attach(Files.readString(Path.of(kubeconfig))),
                        null);
            } catch (IOException e) {
                return new StartResult(null, new ControlPlaneException(KUBECONFIG + " cannot be read", e));
            } catch (ControlPlaneException e) {
                return new StartResult(null, e);
            }
        }

        ControlPlane get() {
            if (failure != null) {
                throw new ControlPlaneException("the shared control plane did not start", failure);
            }
            return controlPlane;
        }
    }
}
