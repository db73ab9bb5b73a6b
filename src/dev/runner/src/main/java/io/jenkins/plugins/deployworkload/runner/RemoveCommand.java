package io.jenkins.plugins.deployworkload.runner;

import io.jenkins.plugins.deployworkload.client.Connection;
import io.jenkins.plugins.deployworkload.rollout.RolloutEngine;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutListener;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.PruneKind;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutPolicy;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutResult;
import io.jenkins.plugins.deployworkload.rollout.model.owner.Deployer;
import io.jenkins.plugins.deployworkload.rollout.removal.RemovalRequest;
import io.jenkins.plugins.deployworkload.workload.binding.text.Durations;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remove}: deletes an application by its record, after showing its objects. */
@Command(
        name = "remove",
        description = "Deletes the objects of an application, and then its record with all revisions.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:removed, or nothing to delete; with --dry-run: the objects were shown",
            "1:some objects could not be deleted, or not within the timeout; remove again to continue",
            "2:invalid input, or not confirmed; nothing was deleted",
            "3:refused, or the API server is not reachable; nothing was deleted",
        })
final class RemoveCommand implements Callable<Integer> {

    @Mixin
    private StoredApplication application;

    @Option(
            names = "--prune-kinds",
            split = ",",
            paramLabel = "KIND",
            description = "Also delete objects of these kinds, which hold data: Namespace, CustomResourceDefinition,"
                    + " PersistentVolumeClaim.")
    private Set<PruneKind> pruneKinds = Set.of();

    @Option(
            names = "--timeout",
            defaultValue = "10m",
            description = "How long to wait until the objects are gone, such as 90s or 5m; default: 10m.")
    private String timeout;

    @Option(names = "--adopt", description = "Also remove the application of a Jenkins job.")
    private boolean adopt;

    @Option(names = "--yes", description = "Delete without asking.")
    private boolean confirmed;

    @Option(names = "--dry-run", description = "Print what would be deleted. Deletes nothing.")
    private boolean dryRun;

    @Option(
            names = "--expected-plan",
            paramLabel = "ID",
            description = "The ID of the plan of a dry run; deletes nothing if an object to delete was not in it.")
    private String expectedPlan;

    @Option(names = "--json", description = "Print one event per line, as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        CommandException.requireValid(TextRule.DURATION, "--timeout", timeout);
        return application.connect("application to remove", this::remove).code();
    }

    private ExitCode remove(RolloutEngine engine, Connection connection, String target) throws CommandException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        RolloutListener lines = json ? new JsonLines(out) : new PlainLines(out, err);
        if (confirmed && !dryRun) {
            return ExitCode.of(List.of(run(engine, connection, request(target, false, expectedPlan), lines)));
        }
        AtomicBoolean deletes = new AtomicBoolean();
        RolloutResult shown = run(engine, connection, request(target, true, expectedPlan), event -> {
            if (event instanceof RolloutEvent.WouldDelete) {
                deletes.set(true);
            }
            lines.on(event);
        });
        // Without an object to delete there is no question to ask.
        if (dryRun || shown.outcome() != Outcome.SUCCEEDED || !deletes.get()) {
            return ExitCode.of(List.of(shown));
        }
        confirm(err);
        return ExitCode.of(List.of(run(engine, connection, request(target, false, shown.planId()), event -> {
            // The dry run has reported them.
            if (!(event instanceof RolloutEvent.WouldDelete || event instanceof RolloutEvent.Warning)) {
                lines.on(event);
            }
        })));
    }

    private RemovalRequest request(String target, boolean isDryRun, String plan) {
        return new RemovalRequest(
                        target,
                        application.name(),
                        pruneKinds,
                        isDryRun,
                        Durations.parse(timeout),
                        RolloutPolicy.UNRESTRICTED,
                        Deployer.NOBODY)
                .withAdopt(adopt)
                .withExpectedPlan(plan);
    }

    private static RolloutResult run(
            RolloutEngine engine, Connection connection, RemovalRequest request, RolloutListener listener) {
        return engine.remove(connection, request, listener).result().join();
    }

    private static void confirm(PrintWriter err) throws CommandException {
        err.print("Delete these objects? [y/N] ");
        err.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
                throw new CommandException(
                        ExitCode.INVALID_INPUT, "Not confirmed; nothing was deleted. Answer y, or set --yes.");
            }
        } catch (IOException e) {
            throw new CommandException(ExitCode.INVALID_INPUT, "Nothing was deleted: " + e.getMessage());
        }
    }
}
