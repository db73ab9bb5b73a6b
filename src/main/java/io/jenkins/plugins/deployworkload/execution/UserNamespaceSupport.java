package io.jenkins.plugins.deployworkload.execution;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.AbortException;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.http.ApiRequest;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a cluster has user namespaces for pods, according to the version of its API server. Asks the API server when the
 * answer is needed first, which only pods with {@code hostUsers: false} need.
 */
public final class UserNamespaceSupport implements BooleanSupplier {

    private static final Logger LOGGER = Logger.getLogger(UserNamespaceSupport.class.getName());

    /**
     * Since this minor version of Kubernetes 1, user namespaces cannot be switched off. Nodes may be older by three minor
     * versions, and have had user namespaces by default since 1.33. An older API server, or an older node, may ignore
     * {@code hostUsers}.
     *
     * @see <a
     *     href="https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/features/kube_features.go">UserNamespacesSupport</a>
     */
    private static final int FIRST_MINOR = 36;

    /** The rollout waits for the answer, and notices an abort only afterwards. */
    private static final int TIMEOUT_SECONDS = 10;

    /** Providers add a suffix to the number, such as {@code 33+}. */
    private static final Pattern MINOR = Pattern.compile("([0-9]{1,4})[^0-9]*");

    private final ConnectionConfig config;
    private volatile Boolean known;

    public UserNamespaceSupport(ConnectionConfig config) {
        this.config = config;
    }

    /** Returns {@code false} if the version cannot be read. The next call then asks again. */
    @Override
    public boolean getAsBoolean() {
        Boolean answer = known;
        return answer != null ? answer : ask();
    }

    private boolean ask() {
        try (Connection connection = SharedServices.open(config)) {
            JsonNode version = connection
                    .apiClient()
                    .send(ApiRequest.get("/version", Map.of()), JsonNode.class)
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join()
                    .object();
            boolean answer = isSupported(
                    version.path("major").asText(), version.path("minor").asText());
            known = answer;
            return answer;
        } catch (AbortException | RuntimeException e) {
            LOGGER.log(Level.FINE, "The version of the API server cannot be read", e);
            return false;
        }
    }

    /** @param major the major version in the answer of the API server, and likewise the minor version */
    static boolean isSupported(String major, String minor) {
        Matcher number = MINOR.matcher(minor);
        return "1".equals(major) && number.matches() && Integer.parseInt(number.group(1)) >= FIRST_MINOR;
    }
}
