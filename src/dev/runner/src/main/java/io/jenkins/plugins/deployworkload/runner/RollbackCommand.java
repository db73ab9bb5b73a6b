package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutRequest;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.redeploy.KeptRevision;
import io.jenkins.plugins.deployworkload.rollout.redeploy.KeptRevisions;
import io.jenkins.plugins.deployworkload.rollout.redeploy.RevisionObjects;
import io.jenkins.plugins.deployworkload.rollout.revision.UnusableRevisionException;
import io.jenkins.plugins.deployworkload.workload.binding.text.Durations;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rollback}: deploys a stored revision of an application again. */
@Command(
        name = "rollback",
        description = "Deploys a stored revision of an application again, as a new revision. Without --to, prints the"
                + " revisions that the cluster keeps.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:healthy; with --dry-run: the API server would accept all objects; without --to: printed",
            "1:applied, but not healthy",
            "2:invalid input, or the cluster does not keep the revision; nothing was applied",
            "3:the API server refused something or is not reachable",
            "130:interrupted by Ctrl-C; the applied objects stay in the cluster"
        })
final class RollbackCommand implements Callable<Integer> {

    @Mixin
    private StoredApplication application;

    @Option(names = "--to", paramLabel = "REVISION", description = "The number or the ID of the revision.")
    private String revision;

    @Mixin
    private DeployOptions deployOptions;

    @Option(
            names = "--timeout",
            defaultValue = "5m",
            description = "How long to wait until the application is healthy, such as 90s, 5m or 1h; default: 5m.")
    private String timeout;

    @Option(names = "--dry-run", description = "Print what would change. Changes nothing.")
    private boolean dryRun;

    @Option(
            names = "--expected-plan",
            paramLabel = "ID",
            description = "The ID of the plan of a dry run; a deploy with another plan is refused.")
    private String expectedPlan;

    @Option(names = "--json", description = "Print one event per line, as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        CommandException.requireValid(TextRule.DURATION, "--timeout", timeout);
        try {
            return application.connect("revisions", this::rollBack).code();
        } finally {
            spec.commandLine().getOut().flush();
        }
    }

    private ExitCode rollBack(RolloutEngine engine, Connection connection, String target) throws CommandException {
        RevisionObjects objects;
        try {
            KeptRevisions kept = engine.keptRevisions(connection, target, application.name());
            if (revision == null) {
                kept.all().forEach(this::print);
                return ExitCode.OK;
            }
            objects = kept.load(kept.find(revision));
        } catch (UnusableRevisionException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, e.getMessage());
        } catch (RuntimeException e) {
            throw new CommandException(
                    ExitCode.CLUSTER_ERROR, connection.failure(e).message());
        }
        return deploy(engine, connection, target, objects);
    }

    private void print(KeptRevision kept) {
        spec.commandLine().getOut().println(kept.label() + (kept.isActive() ? " active" : ""));
    }

    private ExitCode deploy(RolloutEngine engine, Connection connection, String target, RevisionObjects objects) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        RolloutListener lines = json ? new JsonLines(out) : new PlainLines(out, err);
        RolloutRequest request = new RolloutRequest(
                target,
                application.name(),
                objects.objects(),
                Durations.parse(timeout),
                deployOptions.options().withDryRun(dryRun).withExpectedPlan(expectedPlan),
                RolloutPolicy.UNRESTRICTED,
                Deployer.NOBODY,
                objects.redeploy());
        try (InterruptHandler interruptHandler = new InterruptHandler(err, false)) {
            interruptHandler.start(() -> engine.start(connection, request, lines));
            List<RolloutResult> results = interruptHandler.results();
            return interruptHandler.wasInterrupted() ? ExitCode.INTERRUPTED : ExitCode.of(results);
        }
    }
}
