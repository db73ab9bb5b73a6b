package io.jenkins.plugins.deployworkload.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code role}, which needs no cluster. */
class RoleCommandTest {

    private static final Path WEB = RunnerControlPlane.example("web.yaml");

    @Test
    void printsTheLeastRoleOfAWorkload() {
        RunnerResult run = RunnerResult.call("role", "--namespace", "shop", "--name", "web", WEB);

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                ---
                apiVersion: "rbac.authorization.k8s.io/v1"
                kind: "Role"
                metadata:
                  name: "web"
                  namespace: "shop"
                rules:
                - apiGroups:
                  - ""
                  resources:
                  - "configmaps"
                  verbs:
                  - "get"
                  - "create"
                  - "update"
                  - "delete"
                - apiGroups:
                  - ""
                  resources:
                  - "events"
                  - "pods"
                  verbs:
                  - "list"
                  - "watch"
                - apiGroups:
                  - ""
                  resources:
                  - "pods/log"
                  verbs:
                  - "get"
                - apiGroups:
                  - ""
                  resources:
                  - "services"
                  verbs:
                  - "get"
                  - "create"
                  - "patch"
                - apiGroups:
                  - "apps"
                  resources:
                  - "deployments"
                  verbs:
                  - "get"
                  - "list"
                  - "watch"
                  - "create"
                  - "patch"
                - apiGroups:
                  - "apps"
                  resources:
                  - "replicasets"
                  verbs:
                  - "list"
                  - "watch"
                """);
    }

    @Test
    void optionsOfDeploysNeedMore() {
        String role = RunnerResult.call("role", "--prune", WEB).out();
        assertThat(role).containsSubsequence("deployments", "patch", "delete");
        assertThat(RunnerResult.call("role", "--rollback", WEB).out()).isEqualTo(role);
        assertThat(RunnerResult.call("role", "--replace", WEB).out())
                .containsSubsequence("services", "list", "watch", "delete");
    }

    @Test
    void needsNoImageOfABuild(@TempDir Path folder) throws Exception {
        Path web = Files.writeString(
                folder.resolve("web.yaml"),
                "{name: web, controller: {job: {}}, containers: [{name: app, image: {fromBuild: {}}}]}");

        RunnerResult run = RunnerResult.call("role", web);

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("batch");
    }

    @Test
    void reportsInvalidOptions() {
        RunnerResult run = RunnerResult.call("role", "--namespace", "No Name", WEB);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("--namespace: ");
    }
}
