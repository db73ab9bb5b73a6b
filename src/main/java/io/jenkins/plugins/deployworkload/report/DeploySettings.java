package io.jenkins.plugins.deployworkload.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.jenkins.plugins.deployworkload.rollout.model.Json;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How a build has deployed, to deploy its revision again in the same way. Stored in {@code build.xml}, without secrets. */
public final class DeploySettings {

    private static final Logger LOGGER = Logger.getLogger(DeploySettings.class.getName());

    /** For builds that have not stored their settings. */
    static final DeploySettings DEFAULTS = new DeploySettings(null, false, 0, null);

    /** Ignores unknown fields, because a version may get further options. */
    private static final ObjectReader READER =
            Json.MAPPER.readerFor(RolloutOptions.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final String credentialsId;

    private final boolean skipPublishingChecks;

    /** In seconds; 0 if it is not known. */
    private final long timeout;

    /** The {@link RolloutOptions} as JSON; {@code null} if they are not known. */
    private final String options;

    DeploySettings(String credentialsId, boolean skipPublishingChecks, long timeout, String options) {
        this.credentialsId = credentialsId;
        this.skipPublishingChecks = skipPublishingChecks;
        this.timeout = timeout;
        this.options = options;
    }

    static DeploySettings of(String credentialsId, boolean skipPublishingChecks, RolloutCheckpoint checkpoint) {
        long seconds =
                Duration.between(checkpoint.startedAt(), checkpoint.deadline()).toSeconds();
        RolloutOptions repeated = checkpoint.options().withBuild(null).withExpectedPlan(null);
        return new DeploySettings(credentialsId, skipPublishingChecks, seconds, toJson(repeated));
    }

    private static String toJson(RolloutOptions options) {
        try {
            return Json.MAPPER.writeValueAsString(options);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The ID of the job's credential; {@code null} for the cluster's own credential. */
    public String credentialsId() {
        return credentialsId;
    }

    /** Whether the deploy has no check at the server of the source code. */
    public boolean skipPublishingChecks() {
        return skipPublishingChecks;
    }

    /** The limit of the deploy; {@code null} if it is not known. */
    public Duration timeout() {
        return timeout <= 0 ? null : Duration.ofSeconds(timeout);
    }

    /** The options of the deploy; the defaults if another version has written what this one cannot read. */
    public RolloutOptions options() {
        if (options == null) {
            return RolloutOptions.defaults();
        }
        try {
            return READER.readValue(options);
        } catch (JsonProcessingException e) {
            LOGGER.log(Level.WARNING, "The options of a deploy cannot be read", e);
            return RolloutOptions.defaults();
        }
    }
}
