package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.rollout.diagnosis.Detectors;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.FailFast;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.workload.binding.text.Durations;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy}: applies the workloads of files and waits until they are healthy. */
@Command(
        name = "deploy",
        description = "Deploys workloads and waits until they are healthy.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:healthy; with --dry-run: the API server would accept all objects",
            "1:applied, but not healthy",
            "2:invalid input; nothing was applied",
            "3:the API server refused something or is not reachable",
            "130:interrupted by Ctrl-C; the applied objects stay in the cluster"
        })
final class DeployCommand implements Callable<Integer> {

    @Mixin
    private RolloutRunner rollouts;

    @ArgGroup(exclusive = true)
    private FailureOptions failureOptions = new FailureOptions();

    @Option(
            names = "--timeout",
            defaultValue = "5m",
            description = "How long to wait until the workloads are healthy, such as 90s, 5m or 1h; default: 5m.")
    private String timeout;

    @Option(
            names = "--fail-fast",
            defaultValue = "normal",
            description = "When a reason ends the deploy before its timeout: strict, normal or off; default: normal.")
    private String failFast;

    @Option(
            names = "--patience",
            description = "How long a reason must last before it ends the deploy, such as CrashLoop=5m; repeatable.")
    private Map<String, String> patience = new LinkedHashMap<>();

    @Option(
            names = "--ignore-not-ready-nodes",
            arity = "1",
            defaultValue = "true",
            description = "Whether a DaemonSet is healthy without pods on nodes that are not ready; default: true.")
    private boolean ignoreNotReadyNodes;

    @Option(
            names = "--wait-for-addresses",
            arity = "1",
            defaultValue = "true",
            description = "Whether a Service of type LoadBalancer waits for its address; default: true.")
    private boolean waitForAddresses;

    @Option(
            names = "--wait-for-claims",
            arity = "1",
            defaultValue = "true",
            description = "Whether a PersistentVolumeClaim waits for its volume; default: true.")
    private boolean waitForClaims;

    @Option(names = "--create-namespace", description = "Create the namespace if it does not exist.")
    private boolean createNamespace;

    @Option(names = "--dry-run", description = "Print what would change, as diff does. Changes nothing.")
    private boolean dryRun;

    @Option(
            names = "--expected-plan",
            paramLabel = "ID",
            description =
                    "The ID of the plan of a dry run; a deploy with another plan is refused. Separate several with"
                            + " commas.")
    private String expectedPlan;

    /** Options for the recovery after a failed rollout. They exclude each other. */
    static final class FailureOptions {
        @Option(names = "--rollback", description = "After a failure, roll back to the last healthy revision.")
        private boolean rollback;

        @Option(
                names = "--remove",
                description = "As --rollback; without a healthy revision, delete the objects that the deploy created.")
        private boolean remove;

        OnFailure onFailure() {
            return remove ? OnFailure.REMOVE : rollback ? OnFailure.ROLLBACK : OnFailure.KEEP;
        }
    }

    @Override
    public Integer call() throws CommandException {
        CommandException.requireValid(TextRule.DURATION, "--timeout", timeout);
        FailFast mode = failFast();
        Map<String, Duration> durations = patience();
        return rollouts.run(
                        Durations.parse(timeout),
                        options -> options.withOnFailure(failureOptions.onFailure())
                                .withFailFast(mode)
                                .withPatience(durations)
                                .withIgnoreNotReadyNodes(ignoreNotReadyNodes)
                                .withDryRun(dryRun)
                                .withExpectedPlan(expectedPlan)
                                .withIgnoreAddresses(!waitForAddresses)
                                .withIgnoreClaims(!waitForClaims)
                                .withCreateNamespace(createNamespace),
                        event -> {})
                .code();
    }

    private FailFast failFast() throws CommandException {
        return Stream.of(FailFast.values())
                .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(failFast))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCode.INVALID_INPUT, "--fail-fast: " + failFast + " is not strict, normal or off"));
    }

    private Map<String, Duration> patience() throws CommandException {
        Map<String, Duration> durations = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : patience.entrySet()) {
            if (!Detectors.signals().contains(entry.getKey())) {
                throw new CommandException(
                        ExitCode.INVALID_INPUT,
                        "--patience: unknown reason " + entry.getKey() + "; known reasons: "
                                + String.join(", ", Detectors.signals()));
            }
            CommandException.requireValid(TextRule.DURATION_OR_ZERO, "--patience", entry.getValue());
            durations.put(entry.getKey(), Durations.parse(entry.getValue()));
        }
        return durations;
    }
}
