package io.jenkins.plugins.deployworkload.testing;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksPublisher;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the checks of deploys that builds publish. A test registers a subclass as an extension. */
public abstract class CapturedChecks extends ChecksPublisherFactory {

    /** The name of a job whose repository has no checks. */
    public static final String JOB_WITHOUT_CHECKS = "without-checks";

    private static final List<ChecksDetails> PUBLISHED = new CopyOnWriteArrayList<>();

    /** Forgets all checks. */
    public static void clear() {
        PUBLISHED.clear();
    }

    /** The checks in the order in which they were published. */
    public static List<ChecksDetails> all() {
        return List.copyOf(PUBLISHED);
    }

    /** Waits until a check is published, which happens on another thread than that of the deploy. */
    public static List<ChecksDetails> awaitAny() throws InterruptedException {
        synchronized (PUBLISHED) {
            while (PUBLISHED.isEmpty()) {
                PUBLISHED.wait();
            }
        }
        return all();
    }

    /** The text of a check. */
    public static String summary(ChecksDetails check) {
        return check.getOutput().flatMap(ChecksOutput::getSummary).orElse("");
    }

    @Override
    protected Optional<ChecksPublisher> createPublisher(Run<?, ?> run, TaskListener listener) {
        return run.getParent().getName().equals(JOB_WITHOUT_CHECKS)
                ? Optional.empty()
                : Optional.of(new ChecksPublisher() {
                    @Override
                    public void publish(ChecksDetails details) {
                        // The Checks API also publishes a check of the build itself.
                        if (details.getName().orElse("").startsWith("Deploy Workload")) {
                            synchronized (PUBLISHED) {
                                PUBLISHED.add(details);
                                PUBLISHED.notifyAll();
                            }
                            listener.getLogger().println("Published " + details.getStatus());
                        }
                    }
                });
    }
}
