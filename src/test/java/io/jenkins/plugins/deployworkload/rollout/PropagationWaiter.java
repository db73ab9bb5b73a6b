package io.jenkins.plugins.deployworkload.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits until new roles, quotas and admission policies are in force. The API server learns of such changes through
 * watches, and does not report when a change is in force. This class therefore repeats a request until the request has
 * the expected result.
 */
public final class PropagationWaiter {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int ATTEMPTS_BEFORE_LONG_BACKOFF = 13;

    private final KubernetesClient client;
    private final String namespace;

    PropagationWaiter(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Checking one rule is enough, because all rules of a role come into force together. */
    void awaitAllowed(String user, PolicyRule rule) {
        SubjectAccessReview review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user)
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withGroup(rule.getApiGroups().getFirst())
                .withResource(rule.getResources().getFirst())
                .withVerb(rule.getVerbs().getFirst())
                .endResourceAttributes()
                .endSpec()
                .build();
        pollUntil(
                user + " is still not allowed: " + rule,
                () -> client.resource(review).create().getStatus().getAllowed());
    }

    /** @param reason a part of the expected error message */
    public void awaitPodsDenied(String reason) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("asked")
                .withNamespace(namespace)
                .withLabels(Map.of("team", "none"))
                .endMetadata()
                .withSpec(TestObjects.podTemplate("nginx:1").getSpec())
                .build();
        awaitDenied(pod, reason);
    }

    /** @param reason a part of the expected error message */
    public void awaitDenied(HasMetadata object, String reason) {
        pollUntil(
                "Not refused with \"" + reason + "\": " + object,
                () -> dryRunError(object).contains(reason));
    }

    /** Waits until no quota or policy denies {@code object} any longer. */
    public void awaitAccepted(HasMetadata object) {
        pollUntil("Still denied: " + object, () -> dryRunError(object).isEmpty());
    }

    /**
     * @return the error of a dry run; empty if the API server accepts the object. The client sends the request only
     *     once, even if a webhook cannot be reached
     */
    private String dryRunError(HasMetadata object) {
        RequestConfig once =
                new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build();
        return client.adapt(NamespacedKubernetesClient.class)
                .withRequestConfig(once)
                .call(singleAttempt -> {
                    try {
                        singleAttempt.resource(object).dryRun().create();
                        return "";
                    } catch (KubernetesClientException e) {
                        return e.getMessage();
                    }
                });
    }

    /** Repeats a change until no controller changes the object at the same time. */
    public void retryConflicts(Runnable change) {
        pollUntil("The object is changed all the time", () -> {
            try {
                change.run();
                return true;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
                return false;
            }
        });
    }

    /**
     * Waits until the controller of {@code name} has failed so often that it tries again only after twenty seconds. Its
     * waits start with 5 ms and double.
     *
     * @param reason the reason of the event that each attempt repeats
     */
    public void awaitLongBackoff(String name, String reason) {
        pollUntil(
                "Too few events " + reason,
                () ->
                        client
                                .v1()
                                .events()
                                .inNamespace(namespace)
                                .withField("involvedObject.name", name)
                                .list()
                                .getItems()
                                .stream()
                                .anyMatch(event -> reason.equals(event.getReason())
                                        && event.getCount() != null
                                        && event.getCount() >= ATTEMPTS_BEFORE_LONG_BACKOFF));
    }

    static void pollUntil(String failure, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(failure);
            }
            // Without a pause, the requests take the processor time that the API server needs for the change.
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
