package io.jenkins.plugins.deployworkload.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.deployworkload.rollout.model.Finding;
import io.jenkins.plugins.deployworkload.rollout.model.Location;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult.RecoveryOutcome;
import io.jenkins.plugins.deployworkload.rollout.model.Severity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Tests the return value of the step, and the data that is stored with the build. */
@Isolated("sets the default locale")
class SummaryTest {

    private final Locale originalLocale = Locale.getDefault();

    @BeforeEach
    void useEnglish() {
        Locale.setDefault(Locale.ENGLISH);
    }

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(originalLocale);
    }

    @Test
    void returnsPlainMapsForScripts() {
        Map<String, Object> map = Summary.toMap(
                List.of(deployed(SampleRollout.result(
                        Outcome.FAILED, RecoveryOutcome.ROLLED_BACK, SampleRollout.crash("log line")))),
                workload -> null);

        assertThat(map.toString())
                .isEqualTo(
                        "{outcome=FAILED, workloads=[{name=web, namespace=shop, cluster=prod, outcome=FAILED,"
                                + " message=the message, recovery=ROLLED_BACK, dryRun=false, seconds=12.345,"
                                + " revision=revision-1,"
                                + " objects=[{kind=Service, namespace=shop, name=web, generation=0, operation=UNCHANGED},"
                                + " {kind=Deployment, namespace=shop, name=web, generation=4, operation=UPDATED}],"
                                + " images=[{container=migrate, image=shop/migrate:1, digest=null},"
                                + " {container=app, image=shop/web:2@sha256:abc, digest=sha256:abc}],"
                                + " findings=[{signal=CrashLoop, object=Pod web-1, container app,"
                                + " message=Pod web-1, container app: It crashes. Error, exit code 1., advice=Look there.}]}]}");
    }

    /** Without an ID, the option {@code expectedPlan} would accept any plan. */
    @Test
    void dryRunWithoutPlanIdReturnsIdThatNoPlanHas() {
        DeployedWorkload dryRun = new DeployedWorkload(
                "prod",
                SampleRollout.checkpoint(RolloutOptions.defaults().withDryRun(true)),
                SampleRollout.result(Outcome.SUCCEEDED, RecoveryOutcome.NONE));

        assertThat(Summary.toMap(List.of(dryRun, dryRun), workload -> null))
                .containsEntry("planId", "web:none,web:none");
    }

    @Test
    void mapsSurviveSerialization() throws Exception {
        Map<String, Object> map = Summary.toMap(
                List.of(deployed(
                        SampleRollout.result(Outcome.FAILED, RecoveryOutcome.NONE, SampleRollout.crash("log line")))),
                workload -> null);

        assertPlain(map);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(map);
        assertThat(new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject())
                .isEqualTo(map);
    }

    private static void assertPlain(Object value) {
        switch (value) {
            case null -> {}
            case LinkedHashMap<?, ?> map -> map.values().forEach(SummaryTest::assertPlain);
            case ArrayList<?> list -> list.forEach(SummaryTest::assertPlain);
            default -> assertThat(value).isInstanceOfAny(String.class, Long.class, Double.class, Boolean.class);
        }
    }

    @Test
    void failuresHaveOneLinePerFailedWorkload() {
        List<DeployedWorkload> workloads = List.of(
                deployed(SampleRollout.result(Outcome.SUCCEEDED, RecoveryOutcome.NONE)),
                deployed(SampleRollout.result(Outcome.TIMED_OUT, RecoveryOutcome.NONE)));

        assertThat(Summary.succeeded(workloads)).isFalse();
        assertThat(Summary.failures(workloads)).isEqualTo("web: Timed out: the message");
    }

    @Test
    void furtherFindingsAreNotInTheMessage() {
        Finding crash = SampleRollout.crash();
        Finding other = crash.withEvidence("exit code 2");
        RolloutResult sample = SampleRollout.result(Outcome.FAILED, RecoveryOutcome.NONE, crash, other);
        DeployedWorkload deployed = deployed(new RolloutResult(
                sample.outcome(),
                crash.explain("Deployment web: 0 of 1 replicas available."),
                sample.objects(),
                sample.findings(),
                sample.recovery(),
                sample.startedAt(),
                sample.duration()));

        assertThat(deployed.getMessage()).contains("It crashes.", "Look there.");
        assertThat(deployed.getFurtherFindings())
                .extracting(DeployedFinding::getMessage)
                .containsExactly("Pod web-1, container app: It crashes. exit code 2.");
    }

    @Test
    void storedFindingsAreBoundedAndContainNoLog() {
        Finding longFinding = new Finding(
                "CrashLoop",
                Severity.FATAL,
                "It crashes.",
                new Location("Pod", "web-1", "app"),
                null,
                "x".repeat(100_000),
                "y".repeat(100_000),
                List.of("log line"));
        DeployedWorkload deployed = deployed(SampleRollout.result(
                Outcome.FAILED,
                RecoveryOutcome.NONE,
                Collections.nCopies(50, longFinding).toArray(Finding[]::new)));

        assertThat(deployed.getFindings()).hasSize(10).allSatisfy(reason -> {
            assertThat(reason.getMessage()).hasSize(1000).endsWith("…");
            assertThat(reason.getAdvice()).hasSize(1000);
        });
        assertThat(Summary.toMap(List.of(deployed), workload -> null).toString())
                .doesNotContain("log line");
    }

    @Test
    void onlyWatchedSuccessCountsAsRunning() {
        assertThat(deployed(SampleRollout.result(Outcome.SUCCEEDED, RecoveryOutcome.NONE))
                        .isRunning())
                .isTrue();
        assertThat(deployed(SampleRollout.result(Outcome.FAILED, RecoveryOutcome.ROLLED_BACK))
                        .isRunning())
                .isFalse();
        for (RolloutOptions options : List.of(
                RolloutOptions.defaults().withDryRun(true),
                RolloutOptions.defaults().withDetached(true))) {
            assertThat(new DeployedWorkload(
                                    "prod",
                                    SampleRollout.checkpoint(options),
                                    SampleRollout.result(Outcome.SUCCEEDED, RecoveryOutcome.NONE))
                            .isRunning())
                    .isFalse();
        }
    }

    @Test
    void actionKeepsOneEntryPerDeployment() {
        DeploymentsAction action = new DeploymentsAction();
        assertThat(action.getIconFileName()).isNull();

        action.add(List.of(deployed("prod", Outcome.SUCCEEDED), deployed("stage", Outcome.FAILED)));
        action.add(List.of(deployed("stage", Outcome.SUCCEEDED)));

        assertThat(action.getIconFileName()).isNotNull();
        assertThat(action.getWorkloads())
                .extracting(DeployedWorkload::getCluster, DeployedWorkload::getOutcome)
                .containsExactly(tuple("prod", Outcome.SUCCEEDED), tuple("stage", Outcome.SUCCEEDED));
    }

    @Test
    void actionKeepsLastHundredWorkloads() {
        DeploymentsAction action = new DeploymentsAction();
        for (int i = 0; i < 130; i++) {
            action.add(List.of(deployed("cluster-" + i, Outcome.SUCCEEDED)));
        }

        assertThat(action.getWorkloads()).hasSize(100);
        assertThat(action.getWorkloads().getFirst().getCluster()).isEqualTo("cluster-30");
    }

    private static DeployedWorkload deployed(String cluster, Outcome outcome) {
        return new DeployedWorkload(
                cluster,
                SampleRollout.checkpoint(RolloutOptions.defaults()),
                SampleRollout.result(outcome, RecoveryOutcome.NONE));
    }

    private static DeployedWorkload deployed(RolloutResult result) {
        return new DeployedWorkload("prod", SampleRollout.checkpoint(RolloutOptions.defaults()), result);
    }
}
