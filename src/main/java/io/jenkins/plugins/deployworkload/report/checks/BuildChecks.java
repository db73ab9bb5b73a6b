package io.jenkins.plugins.deployworkload.report.checks;

import hudson.ExtensionList;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentsAction;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * The checks of the deploys of one step. They are published one after the other on another thread, because a publisher
 * sends requests. A check that cannot be published is no reason to fail a deploy.
 */
public final class BuildChecks {

    private static final Logger LOGGER = Logger.getLogger(BuildChecks.class.getName());

    /** Limit of the wait for the publishers at the end of a step. */
    private static final Duration PUBLISH_LIMIT = Duration.ofSeconds(30);

    /**
     * Runs publishers on platform threads, because publishers hold locks while they send requests, which would block the
     * virtual threads of all deploys.
     */
    private static final Executor THREADS = publisherThreads();

    /** Publishes a check; {@code null} if no checks are published. */
    private final Consumer<DeployCheck> publisher;

    private CompletableFuture<Void> published = CompletableFuture.completedFuture(null);

    /** A few threads. Checks of slow servers wait in a queue without a limit, because each step has only a few. */
    private static Executor publisherThreads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                4,
                4,
                PUBLISH_LIMIT.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("deploy-workload-checks").factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** @param publisher publishes a check and may block; {@code null} to publish none */
    BuildChecks(Consumer<DeployCheck> publisher) {
        this.publisher = publisher;
    }

    /**
     * The checks of a step.
     *
     * @param log the log of the build
     * @param skip whether the step publishes no checks
     */
    public static BuildChecks of(Run<?, ?> build, TaskListener log, boolean skip) {
        ExtensionList<CheckPublisher> publishers = ExtensionList.lookup(CheckPublisher.class);
        return new BuildChecks(
                skip || publishers.isEmpty()
                        ? null
                        : check -> publishers.forEach(publisher -> publisher.publish(build, log, check)));
    }

    /** Publishes that a deploy runs. The call does not wait for the publisher. */
    public void started(Run<?, ?> build, String cluster, String namespace, String application, boolean dryRun) {
        started(cluster, namespace, application, dryRun, () -> url(build));
    }

    /** @param url supplies the page of the deploy, {@code null} for no link, when the check is published */
    void started(String cluster, String namespace, String application, boolean dryRun, Supplier<String> url) {
        // Before the queue, in which the check may wait for earlier ones.
        Instant startedAt = RolloutEvent.now();
        publish(() -> CheckText.running(cluster, namespace, application, dryRun, startedAt, url.get()));
    }

    /** Publishes the result of a deploy. The call does not wait for the publisher. */
    public void ended(Run<?, ?> build, DeployedWorkload deployed) {
        publish(() -> CheckText.ended(deployed, DeploymentsAction.progress(build, deployed), url(build)));
    }

    private static String url(Run<?, ?> build) {
        String root = Jenkins.get().getRootUrl();
        return root == null ? null : root + build.getUrl() + DeploymentsAction.URL + "/";
    }

    /** Publishes a check after all earlier ones. */
    synchronized void publish(Supplier<DeployCheck> check) {
        if (publisher != null) {
            published = published.thenRunAsync(() -> publishNow(check), THREADS);
        }
    }

    private void publishNow(Supplier<DeployCheck> check) {
        try {
            publisher.accept(check.get());
        } catch (RuntimeException | LinkageError e) {
            // The plugins of publishers can be of any version.
            LOGGER.log(Level.WARNING, "A check of a deploy could not be published", e);
        }
    }

    /**
     * Waits for a limited time until all checks are published, so that they are published when the build ends, and that
     * the log has their lines.
     */
    public void await() {
        await(PUBLISH_LIMIT);
    }

    void await(Duration limit) {
        CompletableFuture<Void> last;
        synchronized (this) {
            last = published;
        }
        try {
            last.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOGGER.log(Level.WARNING, "The checks of a deploy are not published after {0}. The build goes on.", limit);
        } catch (ExecutionException e) {
            LOGGER.log(Level.WARNING, "A check of a deploy could not be published", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
