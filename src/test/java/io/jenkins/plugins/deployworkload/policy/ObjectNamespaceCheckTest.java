package io.jenkins.plugins.deployworkload.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The namespaces that objects may be in. */
class ObjectNamespaceCheckTest {

    private static final PolicyRule RULE = PolicyRules.namespaces("*").withObjectNamespaces("monitoring"::equals);

    private static HasMetadata in(String namespace) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .withNamespace(namespace)
                .endMetadata()
                .build();
    }

    @Test
    void allowsTheNamespaceOfTheDeployAndThoseThatTheRuleDecidesAbout() {
        assertThat(ObjectPolicy.check(RULE, "shop", List.of(in(null), in(""), in("shop"), in("monitoring"))))
                .isEmpty();
    }

    @Test
    void refusesOtherNamespacesEvenIfObjectsMayReferToThem() {
        assertThat(ObjectPolicy.check(RULE, "shop", List.of(in("kube-system"))))
                .singleElement()
                .asString()
                .contains("ConfigMap settings")
                .contains("metadata.namespace: is \"kube-system\"")
                .contains("\"shop\"")
                .contains("access rule 1 of the cluster \"prod\"");
    }

    @Test
    void allowsNoOtherNamespaceByDefault() {
        assertThat(ObjectPolicy.check(PolicyRules.namespaces("*"), "shop", List.of(in("monitoring"))))
                .hasSize(1);
    }
}
