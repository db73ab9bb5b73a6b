package io.jenkins.plugins.deployworkload.controlplane;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The releases of Kubernetes whose control planes can be built. */
enum KubernetesRelease {
    /** Kubernetes, etcd, kwok and kubectl. */
    NEWEST("control-plane", ""),
    /** Kubernetes and kubectl. */
    OLDEST("oldest-kubernetes", "oldest/");

    /** System property that selects the release: {@code newest}, the default, or {@code oldest}. */
    static final String PROPERTY = "kubernetes.release";

    private static final Pattern VERSION = Pattern.compile("k8s\\.io/kubernetes v(\\d+\\.\\d+\\.\\S+)");

    private final String cacheName;
    private final String folder;

    /** @param folder the folder of {@code go.mod}; empty, or a name with a slash */
    KubernetesRelease(String cacheName, String folder) {
        this.cacheName = cacheName;
        this.folder = folder;
    }

    /**
     * @param name the value of {@value #PROPERTY}; {@code null} for the newest release
     * @throws ControlPlaneException if there is no such release
     */
    static KubernetesRelease of(String name) {
        if (name == null || name.equals("newest")) {
            return NEWEST;
        }
        if (name.equals("oldest")) {
            return OLDEST;
        }
        throw new ControlPlaneException(PROPERTY + ": must be newest or oldest, but is " + name);
    }

    /** The version, for example {@code 1.37.2}. */
    String version() {
        String module = new String(ClasspathResources.read(folder + "go.mod"), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(module);
        if (!version.find()) {
            throw new IllegalStateException(folder + "go.mod does not require k8s.io/kubernetes");
        }
        return version.group(1);
    }

    GoModule module() {
        return new GoModule(
                cacheName,
                "Kubernetes " + version(),
                "10 minutes",
                GoModule.files(Assets.class, List.of(folder + "go.mod", folder + "go.sum")),
                "tool",
                linkerFlags(),
                this == NEWEST ? Map.of("server", Component.ETCD.binary()) : Map.of(),
                ", or set " + Assets.VARIABLE + " to a directory with etcd, kube-apiserver, kube-controller-manager,"
                        + " kube-scheduler and kwok");
    }

    /** Sets the version as Kubernetes' own build does; otherwise, the API server reports {@code v0.0.0-master}. */
    private String linkerFlags() {
        String[] numbers = version().split("\\.");
        String stamp = " -X k8s.io/component-base/version.git";
        return stamp + "Version=v" + version() + stamp + "Major=" + numbers[0] + stamp + "Minor=" + numbers[1];
    }
}
