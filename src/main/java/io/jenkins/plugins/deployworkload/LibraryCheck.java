package io.jenkins.plugins.deployworkload;

import hudson.AbortException;
import io.fabric8.kubernetes.client.Version;
import java.util.Optional;

/**
 * Compares the libraries that the plugin kubernetes-client-api brings with those that this plugin was built for. The bundled
 * JDK HTTP client implements internal classes of fabric8's client, so both must be of one version. And that plugin contains
 * snakeyaml-engine 2, which it does not promise to keep.
 */
public final class LibraryCheck {

    /** The version of the plugin kubernetes-client-api that this plugin was built with. */
    static final String KUBERNETES_CLIENT_API = "7.3.1-256.v788a_0b_787114";

    /** The version of fabric8's client in it, which is that of the bundled JDK HTTP client. */
    static final String FABRIC8 = KUBERNETES_CLIENT_API.substring(0, KUBERNETES_CLIENT_API.indexOf('-'));

    private LibraryCheck() {}

    /** A sentence if another version of fabric8's client is installed, which may or may not work. */
    public static Optional<String> mismatch() {
        return mismatch(Version.clientVersion());
    }

    static Optional<String> mismatch(String found) {
        return found.equals(FABRIC8)
                ? Optional.empty()
                : Optional.of(Messages.LibraryCheck_Mismatch(found, FABRIC8, KUBERNETES_CLIENT_API));
    }

    /**
     * Nothing can be read without snakeyaml-engine: neither workload files nor kubeconfigs.
     *
     * @throws AbortException if it is missing
     */
    public static void requireYaml() throws AbortException {
        requireYaml(LibraryCheck.class.getClassLoader());
    }

    static void requireYaml(ClassLoader loader) throws AbortException {
        try {
            Class.forName("org.snakeyaml.engine.v2.api.LoadSettings", false, loader);
        } catch (ClassNotFoundException e) {
            throw new AbortException(Messages.LibraryCheck_NoYaml(KUBERNETES_CLIENT_API));
        }
    }

    /** For what fails when a class or method of another version is missing. */
    public static AbortException unusable(LinkageError problem) {
        AbortException unusable = new AbortException(mismatch()
                .map(sentence -> sentence + " (" + problem + ")")
                .orElseGet(() -> Messages.LibraryCheck_Unusable(FABRIC8, problem)));
        unusable.initCause(problem);
        return unusable;
    }
}
