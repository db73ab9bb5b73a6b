package io.jenkins.plugins.deployworkload.rollout.watch;

import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.ContainerLogReader;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.FindingReporter;
import io.jenkins.plugins.deployworkload.rollout.diagnosis.evidence.WorkloadCache;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.tree.ResourceTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The diagnosis of a rollout. Each namespace of its objects has a diagnosis of its own, because pods, events and claims
 * of different namespaces can have the same names. So the number of watches grows with the number of namespaces, but not
 * with the number of objects. Only the thread of the rollout uses this class.
 */
final class RolloutDiagnosis {

    /** @param onObserved receives each object whose status is about the applied generation */
    private record OfNamespace(
            FindingReporter findings, DiagnosticWatches watches, Consumer<TrackedObject<?>> onObserved) {}

    private final WatchContext context;
    private final Function<WorkloadCache, Consumer<TrackedObject<?>>> onObserved;
    private final Runnable changed;
    private final BiConsumer<String, ConnectionFailure> warnUnwatchable;
    private final Map<String, OfNamespace> namespaces = new LinkedHashMap<>();

    /**
     * @param onObserved creates the callback that receives each object whose status is about the applied generation
     * @param changed runs after each change of the sources of diagnosis
     * @param warnUnwatchable receives the reason for each kind that cannot be watched
     */
    RolloutDiagnosis(
            WatchContext context,
            Function<WorkloadCache, Consumer<TrackedObject<?>>> onObserved,
            Runnable changed,
            BiConsumer<String, ConnectionFailure> warnUnwatchable) {
        this.context = context;
        this.onObserved = onObserved;
        this.changed = changed;
        this.warnUnwatchable = warnUnwatchable;
    }

    private OfNamespace of(String namespace) {
        return namespaces.computeIfAbsent(namespace, this::create);
    }

    private OfNamespace create(String namespace) {
        FindingReporter findings = new FindingReporter(
                context.gracePeriods().with(context.options()),
                context.state().parameters().startedAt(),
                new ContainerLogReader(context.connection(), namespace, context::allowsContainerLogs),
                context.mailbox(),
                context.scheduler(),
                context.redactor()::redact,
                (object, finding) -> context.report(new RolloutEvent.Found(RolloutEvent.now(), object, finding)));
        WorkloadCache cache = findings.workloadCache();
        return new OfNamespace(
                findings,
                new DiagnosticWatches(context, namespace, cache, changed, warnUnwatchable),
                onObserved.apply(cache));
    }

    /** The findings about an object and the other objects of its namespace. */
    FindingReporter findings(ObjectRef ref) {
        return of(ref.namespace()).findings();
    }

    void onObserved(TrackedObject<?> object) {
        of(object.ref().namespace()).onObserved().accept(object);
    }

    /** See {@link DiagnosticWatches#open}. */
    void open(boolean fromNow) {
        context.state().watched().stream()
                .map(object -> object.ref().namespace())
                .distinct()
                .forEach(namespace -> of(namespace).watches().open(fromNow));
    }

    /** See {@link DiagnosticWatches#openForSelectors}. */
    void openForSelectors() {
        namespaces.values().forEach(namespace -> namespace.watches().openForSelectors());
    }

    /** Completes when all event watches have started or have failed. */
    CompletableFuture<Void> eventsSynced() {
        return allOf(namespace -> namespace.watches().eventsSynced());
    }

    /** Completes when all findings so far are reported. */
    CompletableFuture<Void> allReported() {
        return allOf(namespace -> namespace.findings().allReported());
    }

    private CompletableFuture<Void> allOf(Function<OfNamespace, CompletableFuture<Void>> future) {
        return CompletableFuture.allOf(namespaces.values().stream().map(future).toArray(CompletableFuture[]::new));
    }

    /** The most severe active finding. Among equally severe ones, the first. */
    Optional<Finding> cause() {
        return FindingReporter.mostSevere(
                namespaces.values().stream().flatMap(namespace -> namespace.findings().cause().stream()));
    }

    /** The findings that are active at the moment. */
    List<Finding> activeFindings() {
        return namespaces.values().stream()
                .flatMap(namespace -> namespace.findings().activeFindings().stream())
                .toList();
    }

    /** See {@link WorkloadCache#digests}. */
    Map<String, String> digests(Map<String, String> images) {
        Map<String, String> digests = new TreeMap<>();
        namespaces
                .values()
                .forEach(namespace ->
                        digests.putAll(namespace.findings().workloadCache().digests(images)));
        return digests;
    }

    /** The ReplicaSets and pods of all namespaces. */
    ResourceTree tree() {
        return namespaces.entrySet().stream()
                .map(entry -> {
                    ResourceTree tree =
                            entry.getValue().findings().workloadCache().tree();
                    return entry.getKey().equals(context.namespace()) ? tree : tree.inNamespace(entry.getKey());
                })
                .reduce(ResourceTree.EMPTY, ResourceTree::and);
    }

    /** Stops all watches and reports. */
    void close() {
        namespaces.values().forEach(namespace -> {
            namespace.watches().close();
            namespace.findings().close();
        });
    }
}
