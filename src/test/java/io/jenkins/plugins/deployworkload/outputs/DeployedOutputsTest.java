package io.jenkins.plugins.deployworkload.outputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.report.DeployedImage;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutCheckpoint;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromJob;
import io.jenkins.plugins.deployworkload.workload.image.ImageReferenceType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Tests deploying an image again that an earlier build has deployed, for example first to staging and now to
 * production.
 */
class DeployedOutputsTest {

    private static final String FIRST = "sha256:" + "1".repeat(64);
    private static final String SECOND = "sha256:" + "2".repeat(64);
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private final ImageFromJob query = new ImageFromJob("stage");

    @Test
    void usesDigestOfRunningImage() throws Exception {
        ChosenImage chosen = chosen(deployed("registry.example/shop/web:latest", FIRST));

        assertThat(chosen.reference()).isEqualTo("registry.example/shop/web@" + FIRST);
        assertThat(chosen.image().fullReference()).isEqualTo("registry.example/shop/web:latest@" + FIRST);
        query.setBy(ImageReferenceType.digest);
        assertThat(chosen(deployed("web", FIRST)).reference()).isEqualTo("web@" + FIRST);
    }

    @Test
    void keepsDeployedDigest() throws Exception {
        assertThat(chosen(deployed("web:1@" + SECOND, FIRST)).reference()).isEqualTo("web@" + SECOND);
    }

    @Test
    void usesTagOrFailsWithoutDigest() throws Exception {
        assertThat(chosen(deployed("web:1", null)).reference()).isEqualTo("web:1");
        query.setBy(ImageReferenceType.digest);
        assertThatThrownBy(() -> chosen(deployed("web:1", null)))
                .hasMessage("by: no output contains the digest of web:1 (deployed, stage #1/deployments)");
    }

    @Test
    void errorNamesRecordWithoutImages() {
        assertThatThrownBy(() -> chosen(List.of())).hasMessage("No image found.\n  Outputs read: stage #1/deployments");
    }

    @Test
    void refusesTagWithTwoDigests() {
        List<DeployedImage> both = new ArrayList<>(deployed("web:latest", FIRST));
        both.addAll(deployed("web:latest", SECOND));

        assertThatThrownBy(() -> chosen(both)).hasMessageContainingAll(FIRST, SECOND);
    }

    private ChosenImage chosen(List<DeployedImage> deployed) throws UnresolvedImageException {
        Findings found = new DeployedOutputs(null, "stage #1/deployments").findings(deployed);
        return BuiltImageQuery.choose(found, query);
    }

    private static List<DeployedImage> deployed(String image, String digest) {
        AppliedObject object = new AppliedObject(
                "apps/v1",
                "Deployment",
                "shop",
                "web",
                "uid",
                1,
                "2",
                AppliedObject.Operation.CREATED,
                Map.of("app", image));
        RolloutCheckpoint checkpoint = new RolloutCheckpoint(
                RolloutCheckpoint.VERSION,
                "shop",
                "web",
                true,
                List.of(),
                TIME,
                TIME,
                RolloutOptions.defaults(),
                null,
                null);
        RolloutResult result = new RolloutResult(
                Outcome.SUCCEEDED,
                "",
                List.of(object),
                List.of(),
                RolloutResult.RecoveryOutcome.NONE,
                digest == null ? Map.of() : Map.of("app", digest),
                TIME,
                Duration.ZERO);
        return new DeployedWorkload("prod", checkpoint, result).getImages();
    }
}
