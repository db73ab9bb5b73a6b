package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --revision-key}, and the default key, against a real control plane. */
class RevisionKeyOptionTest {

    private static final Path WEB = RunnerControlPlane.example("web.yaml");

    private final String namespace = RunnerControlPlane.newNamespace();

    @TempDir
    private Path folder;

    private RunnerResult deploy(Object... options) throws Exception {
        Object[] arguments = new Object[options.length + 6];
        Object[] common = {"deploy", WEB, "--kubeconfig", RunnerControlPlane.kubeconfig(), "--namespace", namespace};
        System.arraycopy(common, 0, arguments, 0, common.length);
        System.arraycopy(options, 0, arguments, common.length, options.length);
        return RunnerResult.call(arguments);
    }

    private Path key(String content, String mode) throws Exception {
        Path file = Files.writeString(folder.resolve("key-" + content.hashCode()), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String warning(String reason) {
        return "The revision history of this workload cannot be used: ConfigMap deploy-workload-web was written with"
                + " another revision key." + reason;
    }

    @Test
    void trustsOnlyRevisionsOfTheSameKey() throws Exception {
        Path key = key("a".repeat(32), "rw-------");
        assertThat(deploy("--revision-key", key).code()).isZero();
        assertThat(deploy("--revision-key", key("a".repeat(32) + "\n", "rw-r-----"))
                        .text())
                .doesNotContain("cannot be used");

        RunnerResult other = deploy("--revision-key", key("b".repeat(32), "rw-------"));

        assertThat(other.code()).isZero();
        assertThat(other.err()).contains(warning(" Configure the same key wherever this workload is deployed from."));
    }

    @Test
    void createsDefaultKeyOnFirstUse() throws Exception {
        assertThat(deploy().code()).isZero();
        Path file = Path.of(System.getProperty("user.home"), ".config", "deploy-workload", "revision.key");
        assertThat(Files.readString(file).strip()).matches("[A-Za-z0-9+/]{43}=");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));

        assertThat(deploy().text()).doesNotContain("cannot be used");
    }

    @Test
    void refusesShortKey() throws Exception {
        Path key = key("a".repeat(31) + " ", "rw-------");
        RunnerResult result = deploy("--revision-key", key);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--revision-key: " + key + " is too short; a key has at least 32 bytes");
        assertThat(RunnerControlPlane.deployedObjects(namespace)).isEmpty();
    }

    @Test
    void refusesKeyThatEverybodyMayRead() throws Exception {
        Path key = key("a".repeat(32), "rw-r--r--");
        RunnerResult result = deploy("--revision-key", key);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(key + " can be read or written by everybody. Run: chmod 600 " + key);
    }

    @Test
    void refusesMissingKey() throws Exception {
        RunnerResult result = deploy("--revision-key", folder.resolve("missing"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("missing cannot be read");
    }
}
