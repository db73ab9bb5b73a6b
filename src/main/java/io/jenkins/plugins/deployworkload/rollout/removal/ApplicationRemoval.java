package io.jenkins.plugins.deployworkload.rollout.removal;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.client.concurrent.Exceptions;
import io.jenkins.plugins.deployworkload.client.concurrent.VirtualThreads;
import io.jenkins.plugins.deployworkload.client.http.ConnectionFailure;
import io.jenkins.plugins.deployworkload.rollout.discovery.ResourceTypes;
import io.jenkins.plugins.deployworkload.rollout.model.Fence;
import io.jenkins.plugins.deployworkload.rollout.model.ObjectRef;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.Ownership;
import io.jenkins.plugins.deployworkload.rollout.model.ResourceKinds;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEnd;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy.NotAllowedException;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.Sentences;
import io.jenkins.plugins.deployworkload.rollout.prune.Pruner;
import io.jenkins.plugins.deployworkload.rollout.revision.ActiveRevision;
import io.jenkins.plugins.deployworkload.rollout.revision.ForeignOwnerException;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionCache;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionDraft;
import io.jenkins.plugins.deployworkload.rollout.revision.RevisionProtection;
import io.jenkins.plugins.deployworkload.rollout.watch.RolloutParameters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Deletes the objects of an application that its record names, and then the record. The removal activates a revision
 * without objects first, so that no deploy of the application that is still running creates an object again. A removal
 * that did not end, such as at a restart, is started again: it finds the objects that remain.
 */
public final class ApplicationRemoval {

    private static final Logger LOGGER = Logger.getLogger(ApplicationRemoval.class.getName());

    /** A deploy that was still running may create an object after the first pass. Its next write is refused. */
    private static final int MAX_PASSES = 3;

    private final Connection connection;
    private final RemovalRequest request;
    private final RolloutParameters parameters;
    private final RevisionCache revisions;
    private final ActiveRevision active;
    private final Pruner pruner;
    private final RemovedObjects objects;
    private final ApplicationRecord record;
    private final RemovalPlanId planId;
    private final CompletableFuture<RolloutResult> result = new CompletableFuture<>();
    private volatile RolloutEnd interrupt;

    /** @param connection a lease that the removal closes */
    public ApplicationRemoval(
            Connection connection, RemovalRequest request, RolloutListener listener, RevisionProtection protection) {
        this.connection = connection;
        this.request = request;
        this.parameters = request.parameters();
        this.objects = new RemovedObjects(parameters, listener, request.isResumed());
        this.planId = new RemovalPlanId(request);
        this.revisions =
                new RevisionCache(connection.withRetryCheck(() -> requireAllowed(List.of())), parameters, protection);
        this.active = new ActiveRevision(revisions);
        this.pruner = new Pruner(
                connection,
                new Ownership(request.namespace(), request.application()),
                new ResourceTypes(connection),
                request.policy()::namespaceRefusal);
        this.record = new ApplicationRecord(connection, request, revisions, pruner, objects, this::throwIfInterrupted);
    }

    /** Starts the removal, and returns at once. */
    public void start(ScheduledExecutorService scheduler) {
        Future<?> deadline = scheduler.schedule(
                () -> interrupt(Outcome.TIMED_OUT, Messages.ApplicationRemoval_timedOut(parameters.seconds())),
                request.timeout().toMillis(),
                TimeUnit.MILLISECONDS);
        result.whenComplete((value, problem) -> deadline.cancel(false));
        VirtualThreads.start(this::run);
    }

    public String namespace() {
        return request.namespace();
    }

    /** The result; always completes normally. */
    public CompletableFuture<RolloutResult> result() {
        return result.copy();
    }

    /**
     * Aborts the removal. It deletes no further object, and its record stays.
     *
     * @param reason a sentence without a full stop
     */
    public void stop(String reason) {
        interrupt(Outcome.ABORTED, Sentences.of(reason));
    }

    private synchronized void interrupt(Outcome outcome, String message) {
        if (interrupt == null) {
            interrupt = new RolloutEnd(outcome, message);
            pruner.stop();
        }
        connection.apiClient().inFlight().stopRetries();
    }

    private void run() {
        RolloutEnd end;
        try {
            end = remove();
        } catch (CancellationException e) {
            end = interrupted();
        } catch (Fence.SupersededException e) {
            end = RolloutEnd.superseded(revisions.supersededBy());
        } catch (ForeignOwnerException | NotAllowedException e) {
            end = failed(e.getMessage());
        } catch (RuntimeException e) {
            ConnectionFailure failure = connection.failure(e);
            if (failure.kind() == ConnectionFailure.Kind.ERROR && Exceptions.status(e) == 0) {
                LOGGER.log(Level.WARNING, "Unexpected error in a removal", e);
            }
            end = failed(Sentences.of(failure.message()));
        } catch (Throwable e) {
            LOGGER.log(Level.WARNING, "Internal error in a removal", e);
            end = failed(Messages.ApplicationRemoval_internalError(e));
        }
        close(end);
    }

    /** A removal that may have deleted an object is not refused any more. */
    private RolloutEnd failed(String message) {
        return objects.mayHaveDeleted()
                ? new RolloutEnd(Outcome.FAILED, Sentences.join(message, objects.describeProgress()))
                : RolloutEnd.refused(message);
    }

    private void close(RolloutEnd end) {
        RolloutResult value = new RolloutResult(
                end.outcome(),
                end.message(),
                List.of(),
                List.of(),
                RolloutResult.RecoveryOutcome.NONE,
                Map.of(),
                parameters.startedAt(),
                Duration.between(parameters.startedAt(), RolloutEvent.now()),
                end.planId(),
                null);
        try {
            objects.report(new RolloutEvent.Ended(RolloutEvent.now(), value));
        } finally {
            connection.close();
            result.complete(value);
        }
    }

    private RolloutEnd remove() {
        requireAllowed(List.of());
        List<HasMetadata> live = record.read();
        if (revisions.isEmpty()) {
            return planId.succeeded(
                    Messages.ApplicationRemoval_unknown(request.application(), request.namespace()), List.of());
        }
        List<HasMetadata> selected = select(live);
        return request.dryRun()
                ? planId.succeeded(
                        Messages.ApplicationRemoval_dryRun(
                                selected.size(), objects.kept().size()),
                        selected)
                : delete(selected);
    }

    /**
     * Returns the objects to delete, and reports them.
     *
     * @throws NotAllowedException if the policy does not allow to delete those that hold data, or if the expected plan does
     *     not contain one of them
     */
    private List<HasMetadata> select(List<HasMetadata> live) {
        List<HasMetadata> selected = objects.select(live);
        requireAllowed(selected.stream()
                .filter(object -> ResourceKinds.holdsData(ref(object)))
                .toList());
        planId.require(selected, objects);
        return selected;
    }

    private RolloutEnd delete(List<HasMetadata> selected) {
        boolean mayChange = !revisions.history().latestRan();
        throwIfInterrupted();
        if (!active.activate(new RevisionDraft(revisions, List.of(), request.namespace(), false))) {
            return RolloutEnd.superseded(revisions.supersededBy());
        }
        if (revisions.unavailable() != null) {
            return RolloutEnd.refused(ApplicationRecord.unusable(revisions.unavailable()));
        }
        deleteInOrder(selected);
        for (int pass = 1; mayChange && !objects.hasFailures(); pass++) {
            List<HasMetadata> late = select(pruner.findOwned(revisions.inventory()));
            if (!late.isEmpty() && pass == MAX_PASSES) {
                return new RolloutEnd(
                        Outcome.FAILED,
                        Messages.ApplicationRemoval_createdAgain(RemovedObjects.labels(
                                late.stream().map(this::ref).toList())));
            }
            mayChange = !late.isEmpty();
            deleteInOrder(late);
        }
        return objects.hasFailures()
                ? new RolloutEnd(Outcome.FAILED, Messages.ApplicationRemoval_notDeleted(objects.describeFailures()))
                : deleteRecord();
    }

    /** Deletes what points at pods first, then pods, then what they need, and last what contains other objects. */
    private void deleteInOrder(List<HasMetadata> selected) {
        for (List<HasMetadata> wave : ResourceKinds.waves(selected).reversed()) {
            throwIfInterrupted();
            objects.failed(pruner.remove(wave, fence(), objects::accepted).remaining());
            // The objects of the next waves are needed by those that could not be deleted.
            if (objects.hasFailures()) {
                return;
            }
        }
    }

    /** Whether no deploy has become active since the activation, and the policy still allows to delete objects. */
    private Fence fence() {
        return new Fence() {
            @Override
            public boolean isEnabled() {
                return true;
            }

            @Override
            public void check() {
                throwIfInterrupted();
                requireAllowed(List.of());
                if (!active.isStillActive()) {
                    throw new SupersededException();
                }
            }
        };
    }

    private RolloutEnd deleteRecord() {
        fence().check();
        if (!record.end()) {
            return active.isStillActive()
                    ? new RolloutEnd(Outcome.FAILED, Messages.ApplicationRemoval_recordNotDeleted())
                    : RolloutEnd.superseded(revisions.supersededBy());
        }
        return new RolloutEnd(Outcome.SUCCEEDED, objects.describe());
    }

    /** @throws NotAllowedException if the policy does not allow the removal, or these kinds of objects */
    private void requireAllowed(List<HasMetadata> deleted) {
        String reasons = Sentences.join(request.policy().refusals(parameters.options(), deleted));
        if (!reasons.isEmpty()) {
            throw new NotAllowedException(reasons);
        }
    }

    private void throwIfInterrupted() {
        if (interrupt != null) {
            throw new CancellationException();
        }
    }

    private RolloutEnd interrupted() {
        RolloutEnd reason = Optional.ofNullable(interrupt)
                .orElseGet(() -> RolloutEnd.refused(Messages.ApplicationRemoval_internalError("cancelled")));
        return new RolloutEnd(
                reason.outcome(),
                Sentences.join(
                        reason.message(),
                        objects.describeProgress(),
                        reason.outcome() == Outcome.TIMED_OUT ? objects.describeDelayed(pruner) : ""));
    }

    private ObjectRef ref(HasMetadata object) {
        return ObjectRef.of(object, request.namespace());
    }
}
