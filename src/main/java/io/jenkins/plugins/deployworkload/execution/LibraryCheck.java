package io.jenkins.plugins.deployworkload.execution;

import hudson.AbortException;
import io.fabric8.kubernetes.client.Version;
import java.util.Optional;

/**
 * Checks that the installed version of the plugin kubernetes-client-api contains the libraries that this plugin was
 * built with. This plugin bundles fabric8's JDK HTTP client, which implements internal interfaces of fabric8's client
 * in kubernetes-client-api. Therefore the bundled JDK HTTP client and fabric8's client must have the same version. The
 * plugin kubernetes-client-api also contains snakeyaml-engine 2, but a later version of the plugin may no longer
 * contain it.
 */
public final class LibraryCheck {

    /** The version of the plugin kubernetes-client-api that this plugin was built with. */
    public static final String KUBERNETES_CLIENT_API = "7.3.1-256.v788a_0b_787114";

    /** The version of fabric8's client in {@link #KUBERNETES_CLIENT_API}, and of the bundled JDK HTTP client. */
    public static final String FABRIC8 = KUBERNETES_CLIENT_API.substring(0, KUBERNETES_CLIENT_API.indexOf('-'));

    private LibraryCheck() {}

    /**
     * Returns a warning if another version of fabric8's client is installed, because another version may be
     * incompatible.
     */
    static Optional<String> mismatch() {
        return mismatch(Version.clientVersion());
    }

    static Optional<String> mismatch(String found) {
        return found.equals(FABRIC8)
                ? Optional.empty()
                : Optional.of(Messages.LibraryCheck_versionMismatch(found, FABRIC8, KUBERNETES_CLIENT_API));
    }

    /**
     * @throws AbortException if snakeyaml-engine is missing. Workload files and kubeconfig files are read with
     *     snakeyaml-engine
     */
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

    /** Explains a missing class or method to the user: another version of a library is installed. */
    static AbortException unusable(LinkageError problem) {
        AbortException unusable = new AbortException(mismatch()
                .map(message -> message + " (" + problem + ")")
                .orElseGet(() -> Messages.LibraryCheck_unusable(FABRIC8, problem)));
        unusable.initCause(problem);
        return unusable;
    }
}
