package io.jenkins.plugins.deployworkload.execution;

import hudson.AbortException;
import io.fabric8.kubernetes.client.Version;
import java.util.Optional;

/**
 * Checks that the installed plugin kubernetes-client-api has the libraries that this plugin was built with. The bundled
 * JDK HTTP client implements internal classes of fabric8's client, so both must have the same version. That plugin also
 * provides snakeyaml-engine 2, and may drop this library in a later version.
 */
public final class LibraryCheck {

    /** The version of the plugin kubernetes-client-api that this plugin was built with. */
    public static final String KUBERNETES_CLIENT_API = "7.3.1-256.v788a_0b_787114";

    /** The version of fabric8's client in that plugin; the bundled JDK HTTP client has the same. */
    public static final String FABRIC8 = KUBERNETES_CLIENT_API.substring(0, KUBERNETES_CLIENT_API.indexOf('-'));

    private LibraryCheck() {}

    /** A warning if another version of fabric8's client is installed. That version may be incompatible. */
    static Optional<String> mismatch() {
        return mismatch(Version.clientVersion());
    }

    static Optional<String> mismatch(String found) {
        return found.equals(FABRIC8)
                ? Optional.empty()
                : Optional.of(Messages.LibraryCheck_versionMismatch(found, FABRIC8, KUBERNETES_CLIENT_API));
    }

    /** @throws AbortException if snakeyaml-engine is missing; this library reads workload files and kubeconfigs */
    static void requireYaml() throws AbortException {
        requireYaml(LibraryCheck.class.getClassLoader());
    }

    static void requireYaml(ClassLoader loader) throws AbortException {
        try {
            Class.forName("org.snakeyaml.engine.v2.api.LoadSettings", false, loader);
        } catch (ClassNotFoundException e) {
            throw new AbortException(Messages.LibraryCheck_yamlMissing(KUBERNETES_CLIENT_API));
        }
    }

    /** Explains a missing class or method. The cause is another version of the library. */
    static AbortException unusable(LinkageError problem) {
        AbortException unusable = new AbortException(mismatch()
                .map(message -> message + " (" + problem + ")")
                .orElseGet(() -> Messages.LibraryCheck_unusable(FABRIC8, problem)));
        unusable.initCause(problem);
        return unusable;
    }
}
