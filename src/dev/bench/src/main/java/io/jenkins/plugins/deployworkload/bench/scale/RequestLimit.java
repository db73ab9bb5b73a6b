package io.jenkins.plugins.deployworkload.bench.scale;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.controlplane.ControlPlane;
import java.util.List;

/**
 * Makes the API server answer a user with 429 (Too Many Requests) as soon as the user has more than a few requests at
 * the same time, by API Priority and Fairness.
 */
final class RequestLimit {

    static final String USER = "deployer";

    private static final String METRIC = "apiserver_flowcontrol_rejected_requests_total";

    private static final String YAML = """
            apiVersion: flowcontrol.apiserver.k8s.io/v1
            kind: PriorityLevelConfiguration
            metadata: {name: deployers}
            spec:
              type: Limited
              limited:
                nominalConcurrencyShares: 1
                lendablePercent: 0
                borrowingLimitPercent: 0
                limitResponse: {type: Reject}
            ---
            apiVersion: flowcontrol.apiserver.k8s.io/v1
            kind: FlowSchema
            metadata: {name: deployers}
            spec:
              priorityLevelConfiguration: {name: deployers}
              matchingPrecedence: 100
              rules:
              - subjects:
                - {kind: User, user: {name: deployer}}
                resourceRules:
                - {verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'], clusterScope: true}
            """;

    private RequestLimit() {}

    /** Gives {@link #USER} all permissions of RBAC. The administrator would be exempt from limits. */
    static void allow(ControlPlane controlPlane) {
        controlPlane
                .client()
                .resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(USER)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                        .addNewSubject()
                        .withKind("User")
                        .withName(USER)
                        .endSubject()
                        .build())
                .create();
    }

    static void set(ControlPlane controlPlane) {
        for (String document : List.of(YAML.split("---\n"))) {
            controlPlane
                    .client()
                    .resource(Serialization.unmarshal(document, GenericKubernetesResource.class))
                    .create();
        }
    }

    /** The number of requests of {@link #USER} that the API server has rejected. */
    static long rejected(ControlPlane controlPlane) {
        return Math.round(Metrics.sum(controlPlane.client(), METRIC, "priority_level=\"deployers\""));
    }
}
