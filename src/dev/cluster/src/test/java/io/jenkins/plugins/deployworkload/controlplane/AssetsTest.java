package io.jenkins.plugins.deployworkload.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetsTest {

    @TempDir
    Path folder;

    private final List<String> progress = new ArrayList<>();

    @Test
    void reportsMissingBinariesOfTheConfiguredDirectory() throws IOException {
        program("etcd", "");
        program("kwok", "");

        assertThatExceptionOfType(ControlPlaneException.class)
                .isThrownBy(() -> Assets.find(Map.of(Assets.VARIABLE, folder.toString()), progress::add))
                .withMessage(
                        "KUBEBUILDER_ASSETS=" + folder + ": missing binaries: kube-apiserver, kube-controller-manager,"
                                + " kube-scheduler. Add them, or unset KUBEBUILDER_ASSETS to build all binaries from their"
                                + " sources with Go.");
    }

    @Test
    void acceptsAConfiguredDirectoryWithoutKubectl() throws IOException {
        for (Component component : Component.values()) {
            program(component.binary(), "");
        }

        Assets assets = Assets.find(Map.of(Assets.VARIABLE, folder.toString()), progress::add);

        assertThat(assets.program(Component.ETCD)).isEqualTo(folder.resolve("etcd"));
        assertThat(assets.kubectl()).isEmpty();
        assertThat(progress).isEmpty();
    }

    @Test
    void explainsHowToInstallGo() {
        assertThatExceptionOfType(ControlPlaneException.class)
                .isThrownBy(() -> Assets.find(environment(), progress::add))
                .withMessageContaining("no `go` on the PATH")
                .withMessageContaining("Install Go 1.24 or newer")
                .withMessageContaining("KUBEBUILDER_ASSETS");
    }

    @Test
    void buildsOnceAndReusesTheBuild() throws IOException {
        program("go", """
                echo run >>"%1$s/runs"
                if [ "$1" = list ]; then printf 'a/b\\nc/d\\n'; exit; fi
                while [ "$1" != -o ]; do shift; done
                for name in server kube-apiserver kube-controller-manager kube-scheduler kubectl kwok; do
                    printf '#!/bin/sh\\n' >"$2/$name"
                    chmod +x "$2/$name"
                done
                """.formatted(folder));

        Assets built = Assets.built(KubernetesRelease.NEWEST, environment(), progress::add);

        assertThat(built.directory()).startsWith(folder.resolve("cache/deploy-workload"));
        assertThat(built.program(Component.ETCD)).isExecutable();
        assertThat(built.kubectl()).isPresent();
        assertThat(progress).first().asString().startsWith("building Kubernetes " + KubernetesRelease.NEWEST.version());
        assertThat(folder.resolve("runs")).hasContent("run\nrun");
        try (var remaining = Files.list(built.directory().getParent())) {
            assertThat(remaining.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder(
                            built.directory().getFileName().toString(),
                            built.directory().getFileName() + ".lock");
        }

        progress.clear();
        assertThat(Assets.built(KubernetesRelease.NEWEST, environment(), progress::add))
                .isEqualTo(built);
        assertThat(progress).isEmpty();
        assertThat(folder.resolve("runs")).hasContent("run\nrun");
    }

    /** kwok needs the newest modules of Kubernetes, so the oldest release is a module of its own. */
    @Test
    void buildsTheOldestReleaseBesideTheNewest() throws IOException {
        program("go", """
                if [ "$1" = list ]; then exit; fi
                while [ "$1" != -o ]; do shift; done
                names="kube-apiserver kube-controller-manager kube-scheduler kubectl"
                if grep -q cmd/kwok go.mod; then names="$names server kwok"; fi
                for name in $names; do
                    printf '#!/bin/sh\\n' >"$2/$name"
                    chmod +x "$2/$name"
                done
                """);

        Assets oldest = Assets.built(KubernetesRelease.OLDEST, environment(), progress::add);
        Assets newest = Assets.built(KubernetesRelease.NEWEST, environment(), progress::add);

        for (Component component : Component.values()) {
            assertThat(oldest.program(component)).isExecutable();
        }
        assertThat(oldest.directory()).isNotEqualTo(newest.directory());
        assertThat(oldest.others()).isEqualTo(newest.directory()).isEqualTo(newest.others());
    }

    @Test
    void refusesAnUnknownRelease() {
        assertThat(KubernetesRelease.of(null)).isEqualTo(KubernetesRelease.NEWEST);
        assertThat(KubernetesRelease.of("oldest")).isEqualTo(KubernetesRelease.OLDEST);
        assertThatExceptionOfType(ControlPlaneException.class)
                .isThrownBy(() -> KubernetesRelease.of("1.35"))
                .withMessage("kubernetes.release: must be newest or oldest, but is 1.35");
    }

    @Test
    void showsTheLastLinesOfABuildThatFails() throws IOException {
        program("go", """
                if [ "$1" = list ]; then exit 0; fi
                echo some/package
                echo 'package.go:7:1: something is wrong'
                exit 2
                """);

        assertThatExceptionOfType(ControlPlaneException.class)
                .isThrownBy(() -> Assets.find(environment(), progress::add))
                .withMessageContaining("go build")
                .withMessageContaining("failed with exit code 2")
                .withMessageContaining("package.go:7:1: something is wrong");
        assertThat(KubernetesRelease.NEWEST.module().isBuilt(environment())).isFalse();
    }

    /** The PATH contains only the test directory and {@code /bin}, so that tests do not use an installed {@code go}. */
    private Map<String, String> environment() {
        return Map.of(
                "PATH",
                folder + ":/bin",
                "XDG_CACHE_HOME",
                folder.resolve("cache").toString());
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
