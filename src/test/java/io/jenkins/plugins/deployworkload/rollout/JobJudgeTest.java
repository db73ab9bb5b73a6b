package io.jenkins.plugins.deployworkload.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.jenkins.plugins.deployworkload.rollout.Verdict.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobJudgeTest {

    private static final String UNSEEN =
            "it had finished, and was removed as its ttlSecondsAfterFinished says before its result could be seen: look into what it was to do";

    private final JobJudge judge = new JobJudge();

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
                "-                  | - | - | - | WAITING | no pods active, 0 succeeded, 0 failed",
                "-                  | 1 | 2 | 3 | WAITING | 1 pod active, 2 succeeded, 3 failed",
                "SuccessCriteriaMet | - | 1 | - | WAITING | no pods active, 1 succeeded, 0 failed",
                "Complete           | - | 1 | - | DONE    | complete, 1 pod succeeded",
                "Complete           | - | - | - | DONE    | complete",
                "FailureTarget      | 1 | - | 1 | FAILED  | failed (Reason): message",
                "Failed             | - | - | 1 | FAILED  | failed (Reason): message",
            })
    void judges(String condition, Integer active, Integer succeeded, Integer failed, State state, String sentence) {
        assertThat(judge.judge(job(condition, active, succeeded, failed), new Goal(1, null)))
                .isEqualTo(new Verdict(state, sentence));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // condition seen last, time to live
                "Complete | 0 | DONE   | complete, 1 pod succeeded; it was then removed",
                "Complete | - | DONE   | complete, 1 pod succeeded; it was then removed",
                "SuccessCriteriaMet | 0 | DONE | complete, 1 pod succeeded; it was then removed",
                "Failed   | 0 | FAILED | failed (Reason): message",
                "Failed   | - | FAILED | failed (Reason): message",
                "-        | 0 | FAILED | " + UNSEEN,
                "-        | - | FAILED | deleted while it was waited for, or its label was taken away",
            })
    void judgesWhatIsGone(String condition, Integer timeToLive, State state, String sentence) {
        Job last = job(condition, null, 1, null);
        last.getSpec().setTtlSecondsAfterFinished(timeToLive);
        assertThat(judge.judgeGone(last, new Goal(1, null))).isEqualTo(new Verdict(state, sentence));
    }

    @Test
    void whatRunsNothingIsAccepted() {
        Job suspended = job(null, null, null, null);
        suspended.getSpec().setSuspend(true);
        assertThat(judge.judge(suspended, new Goal(1, null)).sentence())
                .isEqualTo("accepted, but suspended: it runs nothing");
        Job none = job(null, null, null, null);
        none.getSpec().setParallelism(0);
        assertThat(judge.judge(none, new Goal(1, null)).sentence())
                .isEqualTo("accepted, but its parallelism is 0: it runs nothing");
    }

    @Test
    void ofOneThatWasNeverSeenNobodyKnowsWhetherItHadFinished() {
        Job unseen =
                new JobBuilder().withNewMetadata().withUid("job").endMetadata().build();
        Verdict unknown = new Verdict(
                State.FAILED,
                "it is not there any more, and whether it had finished is not known: look into what it was to do");
        assertThat(judge.judgeGone(unseen, new Goal(1, null))).isEqualTo(unknown);
        assertThat(judge.judgeGone(null, new Goal(1, null))).isEqualTo(unknown);
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
    void isRunningWhileThereIsWork(
            String condition, Boolean suspended, Integer parallelism, Integer active, boolean running) {
        Job job = job(condition, active, null, null);
        job.getSpec().setSuspend(suspended);
        job.getSpec().setParallelism(parallelism);
        assertThat(JobJudge.running(job)).isEqualTo(running);
    }
}
