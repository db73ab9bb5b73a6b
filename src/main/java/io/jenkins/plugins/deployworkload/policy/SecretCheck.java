package io.jenkins.plugins.deployworkload.policy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import java.util.List;

/**
 * Refuses Secrets into which Kubernetes writes the token of a service account, unless a rule allows every kind. Who reads
 * such a Secret has the rights of the account for all time.
 */
final class SecretCheck {

    private static final String TOKEN_TYPE = "kubernetes.io/service-account-token";

    private SecretCheck() {}

    static List<Violation> check(PolicyRule rule, String namespace, PolicyObject checked) {
        HasMetadata object = checked.object();
        return checked.is("v1", "Secret")
                        && TOKEN_TYPE.equals(
                                Json.MAPPER.valueToTree(object).path("type").asText())
                        && !rule.kinds().contains(KindPattern.ALL)
                ? List.of(Violation.of(object, "type", Messages.SecretCheck_token(TOKEN_TYPE)))
                : List.of();
    }
}
