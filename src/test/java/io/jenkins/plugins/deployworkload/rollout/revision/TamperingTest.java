package io.jenkins.plugins.deployworkload.rollout.revision;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An account that may write all ConfigMaps of the namespace, and nothing else, changes the stored revisions. */
@Tag("control-plane")
@Timeout(300)
class TamperingTest {

    private final TestCluster cluster = new TestCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void doesNotApplyForgedClusterRoleBinding() {
        assertThat(cluster.run(deployment(1, podTemplate("nginx:1"))).outcome()).isEqualTo(Outcome.SUCCEEDED);
        String name = "forged-" + cluster.namespace;
        ConfigMap index = cluster.admin()
                .configMaps()
                .inNamespace(cluster.namespace)
                .withName("deploy-workload-web")
                .get();
        index.setData(Map.of("record.json", """
                {"version":1,"latest":{"id":"b","activatedAt":"2026-01-01T00:00:00.000Z","objects":[]},
                 "healthy":{"id":"a","activatedAt":"2026-01-01T00:00:00.000Z","objects":[{
                   "apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"%s"},
                   "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},
                   "subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"attacker"}]}]},
                 "inventory":[],"resourceVersions":{}}""".formatted(name)));
        index.setBinaryData(null);
        cluster.admin().resource(index).update();
        RolloutResult result = cluster.run(
                RolloutOptions.defaults().withOnFailure(OnFailure.ROLLBACK),
                deployment(1, podTemplate("nginx:1", "failure", "image-invalid")));
        assertThat(cluster.admin().rbac().clusterRoleBindings().withName(name).get())
                .isNull();
        assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.FAILED);
        assertThat(result.recovery()).isEqualTo(RecoveryOutcome.NONE);
    }
}
