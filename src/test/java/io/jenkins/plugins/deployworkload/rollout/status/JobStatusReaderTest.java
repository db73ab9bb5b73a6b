package io.jenkins.plugins.deployworkload.rollout.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.jenkins.plugins.deployworkload.rollout.status.StatusResult.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobStatusReaderTest {

    private static final String FINISHED_UNSEEN =
            "finished and deleted after ttlSecondsAfterFinished, but its outcome was not seen; check its results";

    private final JobStatusReader reader = new JobStatusReader();

    private static Job job(String condition, Integer active, Integer succeeded, Integer failed) {
        JobBuilder job = new JobBuilder()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withActive(active)
                .withSucceeded(succeeded)
                .withFailed(failed)
                .endStatus();
        return condition == null
                ? job.build()
                : job.editStatus()
                        .addNewCondition()
                        .withType(condition)
                        .withStatus("True")
                        .withReason("Reason")
                        .withMessage("message")
                        .endCondition()
                        .endStatus()
                        .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // condition, active, succeeded, failed
                "-                  | - | - | - | IN_PROGRESS | no pods active, 0 succeeded, 0 failed",
                "-                  | 1 | 2 | 3 | IN_PROGRESS | 1 pod active, 2 succeeded, 3 failed",
                "SuccessCriteriaMet | - | 1 | - | IN_PROGRESS | no pods active, 1 succeeded, 0 failed",
                "Complete           | - | 1 | - | HEALTHY    | complete, 1 pod succeeded",
                "Complete           | - | - | - | HEALTHY    | complete",
                "FailureTarget      | 1 | - | 1 | FAILED  | failed (Reason): message",
                "Failed             | - | - | 1 | FAILED  | failed (Reason): message",
            })
    void readsStatus(String condition, Integer active, Integer succeeded, Integer failed, State state, String message) {
        assertThat(reader.readStatus(job(condition, active, succeeded, failed), new ExpectedState(1, null)))
                .isEqualTo(new StatusResult(state, message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // last known condition, ttlSecondsAfterFinished
                "Complete | 0 | HEALTHY   | complete, 1 pod succeeded; deleted afterwards",
                "Complete | - | HEALTHY   | complete, 1 pod succeeded; deleted afterwards",
                "SuccessCriteriaMet | 0 | HEALTHY | complete, 1 pod succeeded; deleted afterwards",
                "Failed   | 0 | FAILED | failed (Reason): message",
                "Failed   | - | FAILED | failed (Reason): message",
                "-        | 0 | FAILED | " + FINISHED_UNSEEN,
                "-        | - | FAILED | deleted during the rollout, or its label was removed",
            })
    void readsStatusAfterDeletion(String condition, Integer ttl, State state, String message) {
        Job last = job(condition, null, 1, null);
        last.getSpec().setTtlSecondsAfterFinished(ttl);
        assertThat(reader.readStatusAfterDeletion(last, new ExpectedState(1, null)))
                .isEqualTo(new StatusResult(state, message));
    }

    @Test
    void jobThatRunsNothingIsHealthy() {
        Job suspended = job(null, null, null, null);
        suspended.getSpec().setSuspend(true);
        assertThat(reader.readStatus(suspended, new ExpectedState(1, null)).message())
                .isEqualTo("accepted, but suspended, so nothing runs");
        Job none = job(null, null, null, null);
        none.getSpec().setParallelism(0);
        assertThat(reader.readStatus(none, new ExpectedState(1, null)).message())
                .isEqualTo("accepted, but parallelism is 0, so nothing runs");
    }

    @Test
    void outcomeOfJobNeverSeenIsUnknown() {
        Job neverSeen =
                new JobBuilder().withNewMetadata().withUid("job").endMetadata().build();
        StatusResult outcomeUnknown =
                new StatusResult(State.FAILED, "deleted; it is unknown whether the Job finished; check its results");
        assertThat(reader.readStatusAfterDeletion(neverSeen, new ExpectedState(1, null)))
                .isEqualTo(outcomeUnknown);
        assertThat(reader.readStatusAfterDeletion(null, new ExpectedState(1, null)))
                .isEqualTo(outcomeUnknown);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // condition, suspended, parallelism, active
                "-,        -,     -, -, true",
                "-,        false, 1, 1, true",
                "-,        true,  -, -, false",
                "-,        true,  1, 0, false",
                "-,        true,  1, 1, true",
                "-,        -,     0, -, false",
                "-,        -,     0, 2, true",
                "Complete, -,     1, -, false",
                "Failed,   true,  1, 1, false",
            })
    void isRunningUntilFinished(
            String condition, Boolean suspended, Integer parallelism, Integer active, boolean running) {
        Job job = job(condition, active, null, null);
        job.getSpec().setSuspend(suspended);
        job.getSpec().setParallelism(parallelism);
        assertThat(JobStatusReader.isRunning(job)).isEqualTo(running);
    }
}
