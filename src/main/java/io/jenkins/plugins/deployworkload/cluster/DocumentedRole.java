package io.jenkins.plugins.deployworkload.cluster;

import hudson.Util;
import hudson.util.FormValidation;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import jenkins.model.Jenkins;

/** The Role of {@code docs/clusters.md}, for the form of a cluster. It suffices for workloads of every kind. */
final class DocumentedRole {

    private static final String NAME = "deploy-workload";

    private DocumentedRole() {}

    /** Shows the Role in a form of an administrator. */
    static FormValidation show(String namespace, boolean secrets) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return FormValidation.okWithMarkup("<pre>" + Util.xmlEscape(yaml(namespace, secrets)) + "</pre>");
    }

    /**
     * The Role as YAML, for {@code kubectl apply}.
     *
     * @param namespace {@code null} to leave it out
     * @param secrets whether the cluster configuration allows reading Secrets
     */
    static String yaml(String namespace, boolean secrets) {
        return Serialization.asYaml(new RoleBuilder()
                        .withNewMetadata()
                        .withName(NAME)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withRules(rules(secrets))
                        .build())
                .replaceFirst("^---\\R", "");
    }

    private static List<PolicyRule> rules(boolean secrets) {
        return DeployPermission.of(secrets).stream()
                .map(permission -> new PolicyRuleBuilder()
                        .withApiGroups(permission.group())
                        .withResources(permission.resource())
                        .withVerbs(permission.verbs())
                        .build())
                .toList();
    }
}
