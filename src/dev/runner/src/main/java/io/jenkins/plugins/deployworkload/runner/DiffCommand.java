package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code diff}: prints the result of a server-side dry run. */
@Command(
        name = "diff",
        description =
                "Prints what a deploy with the same options would change, field by field, by a dry run of the API "
                        + "server. Changes nothing. Shows neither values of environment variables nor of Secrets.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes (0 and 1 as with diff and kubectl diff):%n",
        exitCodeList = {
            "0:nothing would change",
            "1:something would change",
            "2:invalid input",
            "3:the API server would refuse something or is not reachable"
        })
final class DiffCommand implements Callable<Integer> {

    /** Two minutes are enough: a dry run waits for responses of the API server, but for no rollout. */
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
