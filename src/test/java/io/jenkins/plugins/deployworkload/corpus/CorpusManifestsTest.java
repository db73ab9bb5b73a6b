package io.jenkins.plugins.deployworkload.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.ConnectionPool;
import io.jenkins.plugins.deployworkload.client.config.ConnectionConfig;
import io.jenkins.plugins.deployworkload.client.config.TokenCredential;
import io.jenkins.plugins.deployworkload.corpus.BundleTrial.Result;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures deploys of public manifests, which the repository does not have: {@code -Dmanifests.corpus=FOLDER}. Each
 * folder with YAML files is one application. It is applied with kubectl to one control plane and deployed by the plugin
 * to another one.
 */
@Tag("control-plane")
@EnabledIfSystemProperty(named = "manifests.corpus", matches = ".+")
class CorpusManifestsTest {

    /** Most of the time of a deploy is spent on waiting. */
    private static final int PARALLEL = Integer.getInteger("manifests.parallel", 4);

    private static final String HEALTHY = "healthy";
    private static final String MISSED = "MISSED, available with kubectl";

    private final Set<String> claimed = new HashSet<>();
    private final Map<String, List<String>> categories = new TreeMap<>();

    @TempDir
    Path temporary;

    @Test
    void manifestsThatKubectlAcceptsBecomeHealthy() throws Exception {
        List<Bundle> bundles = Bundle.readAll(Path.of(System.getProperty("manifests.corpus")));
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
        try (CorpusCluster kubectl = new CorpusCluster(bundles, temporary.resolve("kubectl.yaml"));
                CorpusCluster plugin = new CorpusCluster(bundles, temporary.resolve("plugin.yaml"));
                ExecutorService workers = Executors.newFixedThreadPool(PARALLEL)) {
            Connection connection = new ConnectionPool(scheduler)
                    .open(new ConnectionConfig(
                            plugin.controlPlane.server(),
                            plugin.controlPlane.caCertificate(),
                            new TokenCredential(plugin.controlPlane.adminToken())));
            RolloutEngine engine = new RolloutEngine(scheduler, TestCluster.KEY);
            List<Future<?>> running = new ArrayList<>();
            for (Bundle bundle : bundles) {
                int number = running.size() + 1;
                running.add(workers.submit(() -> {
                    measure(bundle, number, kubectl, plugin, connection, engine);
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
            connection.close();
        } finally {
            scheduler.shutdownNow();
        }
        System.out.println(report());
        int healthy = count(HEALTHY);
        int missed = count(MISSED);
        assertThat(healthy).as(this::report).isGreaterThanOrEqualTo((healthy + missed) * 995 / 1000);
    }

    private int count(String category) {
        return categories.getOrDefault(category, List.of()).size();
    }

    private void measure(
            Bundle bundle,
            int number,
            CorpusCluster kubectl,
            CorpusCluster plugin,
            Connection connection,
            RolloutEngine engine)
            throws Exception {
        BundleTrial trial = new BundleTrial(bundle, number, kubectl, plugin, connection, engine, temporary);
        Set<String> claims = bundle.claims(trial.namespace());
        claim(claims);
        try {
            record(bundle, trial.run());
        } catch (RuntimeException e) {
            add("ERROR of the measurement", bundle.name() + ": " + e);
        } finally {
            release(claims);
        }
    }

    private synchronized void claim(Set<String> claims) throws InterruptedException {
        while (claims.stream().anyMatch(claimed::contains)) {
            wait();
        }
        claimed.addAll(claims);
    }

    private synchronized void release(Set<String> claims) {
        claimed.removeAll(claims);
        notifyAll();
    }

    private void record(Bundle bundle, Result result) {
        String several = bundle.hasSeveralNamespaces() ? " (several namespaces)" : "";
        String refused = result.applied()
                .output()
                .lines()
                .filter(line -> !line.endsWith("serverside-applied"))
                .limit(3)
                .toList()
                .toString();
        if (!result.applied().success()) {
            String ours =
                    result.deploy().isEmpty() ? "healthy" : result.dryRun().isEmpty() ? "accepted" : "refused";
            add(
                    "refused by kubectl, " + ours + " by the plugin" + several,
                    bundle.name() + "\n    kubectl: " + refused + "\n    plugin: " + result.dryRun() + " / "
                            + result.deploy());
        } else if (result.deploy().isEmpty()) {
            add(
                    HEALTHY + several,
                    bundle.name() + (result.dryRun().isEmpty() ? "" : "\n    DRY RUN: " + result.dryRun()));
        } else if (result.available().success()) {
            add(MISSED + several, bundle.name() + "\n    " + result.dryRun() + " / " + result.deploy());
        } else {
            add(
                    "not healthy, not available with kubectl either" + several,
                    bundle.name() + "\n    kubectl: " + result.available().output() + "\n    plugin: " + result.dryRun()
                            + " / " + result.deploy());
        }
        if (!result.removal().isEmpty()) {
            add("not removed", bundle.name() + "\n    " + result.removal());
        }
    }

    private synchronized void add(String category, String line) {
        categories.computeIfAbsent(category, ignored -> new ArrayList<>()).add(line);
        System.out.println(category + ": " + line);
    }

    private synchronized String report() {
        StringBuilder report = new StringBuilder();
        categories.forEach((category, lines) -> {
            report.append(lines.size()).append(" × ").append(category).append("\n");
            if (!category.startsWith(HEALTHY)) {
                lines.forEach(line -> report.append("  ").append(line).append("\n"));
            }
        });
        return report.toString();
    }
}
