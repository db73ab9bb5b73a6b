package io.jenkins.plugins.deployworkload.report.checks;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksOutput;
import io.jenkins.plugins.checks.api.ChecksPublisher;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.api.ChecksStatus;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Publishes checks through the plugin Checks API. This is the only class that uses the plugin, which is optional. Without
 * the plugin, Jenkins does not create the extension.
 */
@Extension(optional = true)
public final class ChecksApiPublisher extends CheckPublisher {

    /**
     * Only the end of a deploy has a line in the log of the build. If nothing publishes checks for the repository of the
     * build, the log has no line, although the Checks API would write one for each check.
     */
    @Override
    public void publish(Run<?, ?> build, TaskListener log, DeployCheck check) {
        ChecksPublisher publisher = ChecksPublisherFactory.fromRun(build, TaskListener.NULL);
        if (publisher instanceof ChecksPublisher.NullChecksPublisher) {
            return;
        }
        if (check.conclusion() != null) {
            publisher = ChecksPublisherFactory.fromRun(build, log);
        }
        publisher.publish(details(check));
    }

    /**
     * Converts a check. The method is public, so that Jenkins finds out that the plugin is missing when it inspects the
     * public methods of this class.
     */
    public static ChecksDetails details(DeployCheck check) {
        ChecksDetails.ChecksDetailsBuilder details = new ChecksDetails.ChecksDetailsBuilder()
                .withName(check.name())
                .withStatus(check.conclusion() == null ? ChecksStatus.IN_PROGRESS : ChecksStatus.COMPLETED)
                .withStartedAt(utc(check.startedAt()))
                .withOutput(new ChecksOutput.ChecksOutputBuilder()
                        .withTitle(check.title())
                        .withSummary(check.summary())
                        .build());
        if (check.conclusion() != null) {
            details.withConclusion(conclusion(check.conclusion())).withCompletedAt(utc(check.endedAt()));
        }
        if (check.url() != null) {
            details.withDetailsURL(check.url());
        }
        return details.build();
    }

    private static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private static ChecksConclusion conclusion(DeployCheck.Conclusion conclusion) {
        return switch (conclusion) {
            case SUCCESS -> ChecksConclusion.SUCCESS;
            case NEUTRAL -> ChecksConclusion.NEUTRAL;
            case FAILURE -> ChecksConclusion.FAILURE;
            case TIMED_OUT -> ChecksConclusion.TIME_OUT;
            case CANCELED -> ChecksConclusion.CANCELED;
        };
    }
}
