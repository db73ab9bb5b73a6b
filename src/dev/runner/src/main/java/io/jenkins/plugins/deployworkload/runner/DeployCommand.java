package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.workload.binding.text.Durations;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy}: applies what files describe and waits until it runs. */
@Command(
        name = "deploy",
        description = "Deploys workloads and waits until they run.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:rolled out, or with --dry-run: would be taken",
            "1:applied, and it does not run",
            "2:bad input, nothing applied",
            "3:cluster not reachable, or it refused",
            "130:stopped by Ctrl-C; what was applied goes on"
        })
final class DeployCommand implements Callable<Integer> {

    @Mixin
    private RolloutRunner rollouts;

    @ArgGroup(exclusive = true)
    private FailureOptions failureOptions = new FailureOptions();

    @Option(names = "--timeout", defaultValue = "5m", description = "How long to wait: 90s, 5m, 1h; default: 5m.")
    private String timeout;

    @Option(
            names = "--dry-run",
            description = "Ask the server what would change, field by field, and change nothing; see also diff.")
    private boolean dryRun;

    /** At most one way to go on after a failure. */
    static final class FailureOptions {
        @Option(names = "--rollback", description = "After a failure, put the last good revision back.")
        private boolean rollback;

        @Option(names = "--remove", description = "As --rollback; without a good revision, delete what was made.")
        private boolean remove;

        OnFailure onFailure() {
            return remove ? OnFailure.REMOVE : rollback ? OnFailure.ROLLBACK : OnFailure.KEEP;
        }
    }

    @Override
    public Integer call() throws CommandException {
        CommandException.requireValid(TextRule.DURATION, "--timeout", timeout);
        return rollouts.run(
                        Durations.parse(timeout),
                        options -> options.withOnFailure(failureOptions.onFailure())
                                .withDryRun(dryRun),
                        event -> {})
                .code();
    }
}
