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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits for what the API server itself hears of by watch, a moment after it was made: roles, quotas, and rules. It tells
 * nobody when it has, so it is asked until then.
 */
public final class PropagationWaiter {

    private final KubernetesClient client;
    private final String namespace;

    PropagationWaiter(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** The rules of a role come into force together. */
    void awaitAllowed(String user, PolicyRule rule) {
        SubjectAccessReview question = new SubjectAccessReviewBuilder()
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
                user + " may not: " + rule,
                () -> client.resource(question).create().getStatus().getAllowed());
    }

    /** @param words of the refusal */
    public void awaitPodsDenied(String words) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName("asked")
                .withNamespace(namespace)
                .withLabels(Map.of("team", "none"))
                .endMetadata()
                .withSpec(TestObjects.podTemplate("nginx:1").getSpec())
                .build();
        awaitDenied(pod, words);
    }

    /** @param words of the refusal */
    void awaitDenied(HasMetadata object, String words) {
        pollUntil(
                "is not refused: " + object + ": " + words,
                () -> dryRunError(object).contains(words));
    }

    /** @return why it is refused; empty if it is not. A webhook that cannot be reached is no reason to ask again. */
    private String dryRunError(HasMetadata object) {
        RequestConfig once =
                new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build();
        return client.adapt(NamespacedKubernetesClient.class)
                .withRequestConfig(once)
                .call(asked -> {
                    try {
                        asked.resource(object).dryRun().create();
                        return "";
                    } catch (KubernetesClientException e) {
                        return e.getMessage();
                    }
                });
    }

    private static void pollUntil(String not, BooleanSupplier question) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!question.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(not);
            }
        }
    }
}
