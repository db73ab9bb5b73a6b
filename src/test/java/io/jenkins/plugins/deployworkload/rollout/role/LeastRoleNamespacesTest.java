package io.jenkins.plugins.deployworkload.rollout.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestReader;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestRenderer;
import io.jenkins.plugins.deployworkload.manifest.objects.PatchFiles;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles.YamlFile;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The Roles for an application with objects in several namespaces. */
class LeastRoleNamespacesTest {

    private static List<HasMetadata> manifests() throws Exception {
        return ManifestRenderer.render(
                ManifestReader.read(List.of(new YamlFile("all.yaml", """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: web}
                        ---
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: RoleBinding
                        metadata: {name: reader, namespace: kube-system}
                        ---
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: web, namespace: monitoring}
                        spec:
                          selector: {matchLabels: {app: web}}
                          template:
                            metadata: {labels: {app: web}}
                            spec: {serviceAccountName: web, containers: [{name: app, image: nginx}]}
                        ---
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: ClusterRole
                        metadata: {name: web}
                        """)), Variables.LITERAL),
                List.of(),
                PatchFiles.NONE,
                "shop");
    }

    private static List<String> resources(Role role) {
        return role.getRules().stream()
                .flatMap(rule -> rule.getResources().stream())
                .sorted()
                .toList();
    }

    @Test
    void eachNamespaceHasARole() throws Exception {
        LeastRole least = LeastRole.of(manifests(), RolloutOptions.defaults(), false, "shop");

        assertThat(least.roles("deployer"))
                .extracting(role -> role.getMetadata().getNamespace(), LeastRoleNamespacesTest::resources)
                .containsExactly(
                        tuple("shop", List.of("configmaps", "services")),
                        tuple("kube-system", List.of("rolebindings")),
                        tuple(
                                "monitoring",
                                List.of(
                                        "deployments",
                                        "events",
                                        "pods",
                                        "pods/log",
                                        "replicasets",
                                        "serviceaccounts")));
        assertThat(least.clusterRole("deployer").orElseThrow().getRules())
                .flatExtracting(rule -> rule.getResources())
                .containsExactly("clusterroles");
    }
}
