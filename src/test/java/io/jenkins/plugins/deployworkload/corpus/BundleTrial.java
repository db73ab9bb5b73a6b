package io.jenkins.plugins.deployworkload.corpus;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.corpus.CorpusCluster.Answer;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestReader;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestRenderer;
import io.jenkins.plugins.deployworkload.manifest.objects.PatchFiles;
import io.jenkins.plugins.deployworkload.manifest.objects.ReferencedFiles.YamlFile;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.removal.RemovalRequest;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Deploys one bundle with kubectl to one cluster and with the plugin to another cluster, and removes it from both. */
final class BundleTrial {

    /** Simulated pods are ready after a second. */
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final Bundle bundle;
    private final String application;
    private final String namespace;
    private final CorpusCluster kubectl;
    private final CorpusCluster plugin;
    private final Connection connection;
    private final RolloutEngine engine;
    private final Path folder;

    BundleTrial(
            Bundle bundle,
            int number,
            CorpusCluster kubectl,
            CorpusCluster plugin,
            Connection connection,
            RolloutEngine engine,
            Path folder)
            throws IOException {
        this.bundle = bundle;
        this.application = "bundle-" + number;
        this.namespace = bundle.namespaces().stream()
                .filter(name ->
                        !bundle.hasSeveralNamespaces() || bundle.ownNamespaces().contains(name))
                .findFirst()
                .orElse("corpus-" + number);
        this.kubectl = kubectl;
        this.plugin = plugin;
        this.connection = connection;
        this.engine = engine;
        this.folder = Files.createDirectories(folder.resolve(application));
        for (YamlFile file : bundle.files()) {
            Files.writeString(this.folder.resolve(file.name()), file.text());
        }
    }

    String namespace() {
        return namespace;
    }

    /**
     * @param applied by kubectl
     * @param dryRun the result of the plugin's dry run; empty if the server would accept all objects
     * @param deploy the result of the plugin's deploy; empty if all objects are healthy
     * @param available whether kubectl finds all workloads available; checked only if the plugin does not
     * @param removal the result of the removal; empty if all objects are gone
     */
    record Result(Answer applied, String dryRun, String deploy, Answer available, String removal) {}

    Result run() throws Exception {
        createNamespaces(kubectl);
        createNamespaces(plugin);
        Answer applied = applyWithKubectl();
        String dryRun = deploy(options().withDryRun(true));
        String deploy = deploy(options());
        Answer available = deploy.isEmpty() || !applied.success() ? null : status();
        String removal = remove();
        delete(kubectl);
        if (!removal.isEmpty()) {
            delete(plugin);
        }
        // Other namespaces are empty and stay, because the deletion of a namespace takes the control plane seconds.
        Set<String> ownNamespaces = new TreeSet<>(bundle.ownNamespaces());
        ownNamespaces.removeIf(Bundle::isBuiltIn);
        kubectl.deleteNamespaces(ownNamespaces);
        plugin.deleteNamespaces(ownNamespaces);
        return new Result(applied, dryRun, deploy, available, removal);
    }

    /** Creates the namespaces that the bundle needs and does not have. */
    private void createNamespaces(CorpusCluster cluster) {
        Set<String> needed = new TreeSet<>(bundle.namespaces());
        needed.add(namespace);
        needed.removeAll(bundle.ownNamespaces());
        needed.forEach(cluster::createNamespace);
    }

    /** Applies all files, and again if objects of new kinds were refused, as a person does. */
    private Answer applyWithKubectl() throws Exception {
        Answer first = kubectlOnFolder(kubectl, "apply", "--server-side");
        if (first.success()) {
            return first;
        }
        List<String> definitions = bundle.ofKind("CustomResourceDefinition")
                .map(definition -> "crd/" + Bundle.name(definition))
                .toList();
        if (!definitions.isEmpty()) {
            List<String> wait = new ArrayList<>(List.of("wait", "--for=condition=established", "--timeout=20s"));
            wait.addAll(definitions);
            kubectl.kubectl(wait.toArray(String[]::new));
        }
        return kubectlOnFolder(kubectl, "apply", "--server-side");
    }

    private Answer kubectlOnFolder(CorpusCluster cluster, String... command) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("-f", folder.toString()));
        if (!bundle.hasSeveralNamespaces()) {
            arguments.addAll(List.of("--namespace", namespace));
        }
        return cluster.kubectl(arguments.toArray(String[]::new));
    }

    private RolloutOptions options() {
        return RolloutOptions.defaults()
                .withIgnoreAddresses(true)
                .withCreateNamespace(bundle.ownNamespaces().contains(namespace));
    }

    private String deploy(RolloutOptions options) {
        try {
            List<HasMetadata> objects = ManifestRenderer.render(
                    ManifestReader.read(bundle.files(), Variables.LITERAL), List.of(), PatchFiles.NONE, namespace);
            RolloutRequest request = new RolloutRequest(namespace, application, objects, TIMEOUT, options);
            return problem(
                    engine.start(connection, request, event -> {}).result().join());
        } catch (InvalidDescriptionException | IllegalArgumentException e) {
            return "INVALID: " + e.getMessage();
        }
    }

    private static String problem(RolloutResult result) {
        return result.outcome() == Outcome.SUCCEEDED
                ? ""
                : result.outcome() + ": " + result.message() + " "
                        + result.findings().stream()
                                .map(finding -> finding.signal())
                                .toList();
    }

    /** Whether all workloads that kubectl has applied are available or complete. */
    private Answer status() throws Exception {
        List<String> problems = new ArrayList<>();
        for (Map<?, ?> object : bundle.objects()) {
            String kind = Bundle.text(object, "kind");
            String own = Bundle.text(Bundle.map(object, "metadata"), "namespace");
            String inNamespace = "--namespace=" + (own.isEmpty() ? namespace : own);
            String ref = kind + "/" + Bundle.name(object);
            Answer answer =
                    switch (kind) {
                        case "Deployment", "StatefulSet", "DaemonSet" ->
                            kubectl.kubectl("rollout", "status", ref, inNamespace, "--timeout=2s");
                        case "Job" ->
                            kubectl.kubectl("wait", "--for=condition=complete", ref, inNamespace, "--timeout=2s");
                        default -> new Answer(true, "");
                    };
            if (!answer.success()) {
                problems.add(ref + " " + answer.output().strip());
            }
        }
        return new Answer(problems.isEmpty(), String.join("; ", problems));
    }

    private String remove() {
        RemovalRequest request = new RemovalRequest(
                namespace,
                application,
                Set.of(PruneKind.values()),
                false,
                TIMEOUT,
                RolloutPolicy.UNRESTRICTED,
                Deployer.NOBODY);
        return problem(engine.remove(connection, request, event -> {}).result().join());
    }

    private void delete(CorpusCluster cluster) throws Exception {
        kubectlOnFolder(cluster, "delete", "--ignore-not-found", "--timeout=60s");
    }
}
