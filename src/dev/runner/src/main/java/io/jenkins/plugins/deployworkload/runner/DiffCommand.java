package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code diff}: asks the server what a deploy would change. */
@Command(
        name = "diff",
        description = "Says what a deploy with the same options would change, field by field, by the server's own dry "
                + "run. Changes nothing. Values of environment variables and of secrets are not shown.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes (0 and 1 as of diff and kubectl diff):%n",
        exitCodeList = {
            "0:nothing would change",
            "1:something would change",
            "2:bad input",
            "3:cluster not reachable, or it would refuse"
        })
final class DiffCommand implements Callable<Integer> {

    /** Nothing is waited for but answers. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Mixin
    private RolloutRunner rollouts;

    @Override
    public Integer call() throws CommandException {
        AtomicBoolean changes = new AtomicBoolean();
        ExitCode exit = rollouts.run(TIMEOUT, options -> options.withDryRun(true), event -> {
            if (isChange(event)) {
                changes.set(true);
            }
        });
        return (exit == ExitCode.OK && changes.get() ? ExitCode.CHANGES : exit).code();
    }

    private static boolean isChange(RolloutEvent event) {
        return event instanceof RolloutEvent.WouldApply would && would.operation() != AppliedObject.Operation.UNCHANGED
                || event instanceof RolloutEvent.WouldDelete;
    }
}
