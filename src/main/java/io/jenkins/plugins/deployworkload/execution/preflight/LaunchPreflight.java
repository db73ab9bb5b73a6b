package io.jenkins.plugins.deployworkload.execution.preflight;

import hudson.model.Job;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.execution.registry.RegistryPreflight;
import io.jenkins.plugins.deployworkload.manifest.file.ManifestApplication;
import io.jenkins.plugins.deployworkload.policy.ObjectPolicy;
import io.jenkins.plugins.deployworkload.registry.preflight.ImagePreflight;
import io.jenkins.plugins.deployworkload.report.BuildLog;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.preflight.NamespaceCheck;
import io.jenkins.plugins.deployworkload.rollout.preflight.ReferenceCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Checks all rollouts of a step before the first one starts: the access rule, the objects that they refer to, and the
 * images in registries. A refusal of one rollout refuses all of them.
 */
public final class LaunchPreflight {

    private static final Logger LOGGER = Logger.getLogger(LaunchPreflight.class.getName());

    /** As for the problems of a file. */
    private static final int MAX_OBJECTS_WITHOUT_NAMESPACE = 50;

    private final Connection connection;
    private final Job<?, ?> job;
    private final boolean listsSecrets;
    private final ManifestApplication manifests;
    private final Consumer<String> log;

    /**
     * @param job the job that deploys
     * @param listsSecrets whether Secrets of the cluster may be listed
     * @param manifests the manifests that are deployed; {@code null} for workloads
     * @param log receives warnings, one line at a time
     */
    public LaunchPreflight(
            Connection connection,
            Job<?, ?> job,
            boolean listsSecrets,
            ManifestApplication manifests,
            Consumer<String> log) {
        this.connection = connection;
        this.job = job;
        this.listsSecrets = listsSecrets;
        this.manifests = manifests;
        this.log = log;
    }

    /** The reason why the rollouts may not start; {@code null} if they may. */
    public String refusal(List<RolloutRequest> requests) throws InterruptedException {
        List<String> notAllowed = requests.stream()
                .flatMap(request -> notAllowed(request).stream())
                .distinct()
                .toList();
        if (!notAllowed.isEmpty()) {
            return String.join("\n", notAllowed);
        }
        List<String> missingNamespaces = missingNamespaces(requests);
        if (!missingNamespaces.isEmpty()) {
            return String.join("\n", missingNamespaces);
        }
        // The checks run on their own threads, because an abort interrupts this thread while it waits for the results.
        CompletableFuture<ReferenceCheck.Result> references = CompletableFuture.supplyAsync(
                () -> ReferenceCheck.of(connection, requests, listsSecrets), Thread::startVirtualThread);
        CompletableFuture<ImagePreflight.Result> images = CompletableFuture.supplyAsync(
                        () -> RegistryPreflight.check(job, connection, requests), Thread::startVirtualThread)
                .exceptionally(LaunchPreflight::unchecked);
        try {
            return refusal(references.get(), images.get());
        } catch (ExecutionException e) {
            return connection.failure(e.getCause()).message();
        }
    }

    /** Only manifests can have objects in other namespaces than that of the deploy. */
    private List<String> missingNamespaces(List<RolloutRequest> requests) throws InterruptedException {
        if (manifests == null) {
            return List.of();
        }
        try {
            return CompletableFuture.supplyAsync(
                            () -> NamespaceCheck.missing(connection, requests.getFirst()), Thread::startVirtualThread)
                    .get()
                    .entrySet()
                    .stream()
                    .limit(MAX_OBJECTS_WITHOUT_NAMESPACE)
                    .map(missing -> manifests.locations().get(missing.getKey()) + ": " + missing.getValue())
                    .toList();
        } catch (ExecutionException e) {
            return List.of(connection.failure(e.getCause()).message());
        }
    }

    /** Only a certain answer of a registry refuses a deploy. */
    private static ImagePreflight.Result unchecked(Throwable problem) {
        LOGGER.log(Level.WARNING, "The images of a deploy could not be checked", problem);
        return new ImagePreflight.Result(List.of(), List.of(Messages.LaunchPreflight_imagesUnchecked()));
    }

    private String refusal(ReferenceCheck.Result references, ImagePreflight.Result images) {
        references.note().ifPresent(this::warn);
        images.warnings().forEach(this::warn);
        List<String> problems = new ArrayList<>();
        if (manifests == null) {
            problems.addAll(references.missing());
        } else {
            // A controller of a custom resource or a Job in the manifests may create a missing object.
            references.missing().forEach(this::warn);
        }
        problems.addAll(images.refusals());
        return problems.isEmpty() ? null : String.join("\n", problems);
    }

    private void warn(String message) {
        log.accept(BuildLog.warningMessage(message));
    }

    /** For manifests, the location of the object stands before the sentences about it. */
    private List<String> notAllowed(RolloutRequest request) {
        RolloutPolicy policy = request.policy();
        List<String> all = policy.refusals(request.options(), request.objects());
        if (manifests == null || all.isEmpty()) {
            return all;
        }
        List<String> located = new ArrayList<>(policy.refusals(request.options(), List.of()));
        for (int i = 0; i < request.objects().size(); i++) {
            String location = manifests.locations().get(i);
            policy.refusals(request.options(), List.of(request.objects().get(i))).stream()
                    .map(sentence -> located.contains(sentence) ? sentence : location + ": " + sentence)
                    .forEach(located::add);
        }
        return located.isEmpty() ? all : ObjectPolicy.limit(located);
    }
}
