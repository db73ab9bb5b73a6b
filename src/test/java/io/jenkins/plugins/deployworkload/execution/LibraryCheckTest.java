package io.jenkins.plugins.deployworkload.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import org.junit.jupiter.api.Test;

/** Tests the warnings and errors about the libraries in the plugin kubernetes-client-api. */
class LibraryCheckTest {

    @Test
    void warnsAboutOtherClientVersion() {
        assertThat(LibraryCheck.mismatch("7.4.0"))
                .hasValueSatisfying(message -> assertThat(message)
                        .startsWith(
                                "fabric8 kubernetes-client 7.4.0 found, but this version of Deploy Workload is built"
                                        + " for " + LibraryCheck.FABRIC8 + ".")
                        .contains("kubernetes-client-api " + LibraryCheck.KUBERNETES_CLIENT_API));
    }

    @Test
    void acceptsLibrariesOfThisBuild() {
        assertThat(LibraryCheck.mismatch()).isEmpty();
        assertThatCode(LibraryCheck::requireYaml).doesNotThrowAnyException();
    }

    @Test
    void refusesMissingYamlLibrary() {
        assertThatThrownBy(() -> LibraryCheck.requireYaml(ClassLoader.getPlatformClassLoader()))
                .isInstanceOf(AbortException.class)
                .hasMessage("snakeyaml-engine 2 not found. Install the plugin kubernetes-client-api "
                        + LibraryCheck.KUBERNETES_CLIENT_API + ", which contains this library.");
    }

    @Test
    void explainsMissingMethod() {
        assertThat(LibraryCheck.unusable(new NoSuchMethodError("x()")))
                .hasMessage("fabric8 kubernetes-client " + LibraryCheck.FABRIC8
                        + " cannot be used: java.lang.NoSuchMethodError: x()");
    }
}
