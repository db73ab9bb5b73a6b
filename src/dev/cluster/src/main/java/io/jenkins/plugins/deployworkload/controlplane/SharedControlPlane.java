package io.jenkins.plugins.deployworkload.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One control plane for everybody in this Java process, so that not every test waits for its own. */
public final class SharedControlPlane {

    /**
     * The variable that names the kubeconfig of a plane that is running already: one that the runner's {@code cluster}
     * command wrote. Without it, a plane is started.
     */
    public static final String KUBECONFIG = "DEPLOY_WORKLOAD_KUBECONFIG";

    private SharedControlPlane() {}

    /**
     * Starts the plane at the first call; it ends with the Java process. Do not close it, and leave its components alone:
     * others use it at the same time, so keep to a namespace of your own.
     *
     * @throws ControlPlaneException if it could not be started; so fail all later calls, without another try
     */
    public static ControlPlane get() {
        return Holder.PLANE.get();
    }

    private static final class Holder {
        static final StartResult PLANE = StartResult.attempt();
    }

    private record StartResult(ControlPlane plane, ControlPlaneException failure) {

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
            return plane;
        }
    }
}
