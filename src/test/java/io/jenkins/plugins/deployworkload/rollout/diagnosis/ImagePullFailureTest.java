package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import static io.jenkins.plugins.deployworkload.rollout.TestObjects.deployment;
import static io.jenkins.plugins.deployworkload.rollout.TestObjects.podTemplate;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.deployworkload.rollout.TestCluster;
import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The causes of failed image pulls, in the words of containerd and CRI-O, which are in {@code image-pulls.txt}. Each
 * failure is played twice: it lasts, or it passes after a second.
 */
@Tag("control-plane")
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class ImagePullFailureTest {

    private final TestCluster cluster = new TestCluster(new GracePeriods(0.001));

    @AfterEach
    void close() {
        cluster.close();
    }

    @ParameterizedTest
    @CsvFileSource(resources = "image-pulls.txt", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
    void namesCause(String summary, boolean certain, String reason, String message) {
        Finding finding = cluster.deployExpectingFailure(
                deployment(1, podTemplate("nginx:1", "failure", "says", "reason", reason, "message", message)),
                "ImagePull");
        assertThat(finding.summary()).contains(summary);
        assertThat(finding.evidence()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "image-pulls.txt", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
    void passingFailureIsNoFailure(String summary, boolean certain, String reason, String message) {
        try (TestCluster standard = new TestCluster()) {
            RolloutResult result = standard.run(deployment(
                    1,
                    podTemplate(
                            "nginx:1",
                            "failure",
                            "says-once",
                            "reason",
                            reason,
                            "message",
                            message,
                            "heals-after",
                            "1s")));
            assertThat(result.outcome()).as(result.message()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(standard.events.all(RolloutEvent.Found.class))
                    .singleElement()
                    .satisfies(event -> assertThat(event.finding().summary()).contains(summary));
        }
    }
}
