package io.jenkins.plugins.deployworkload.runner;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutOptions.OnFailure;
import io.jenkins.plugins.deployworkload.rollout.role.LeastRole;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code role}: prints the least Role of an account that deploys workload files. */
@Command(
        name = "role",
        description = "Prints the least Role of an account that deploys these workloads, without a cluster.",
        mixinStandardHelpOptions = true)
final class RoleCommand implements Callable<Integer> {

    @Mixin
    private FileOptions files;

    @Option(
            names = "--namespace",
            defaultValue = "default",
            description = "The namespace of the Role; default: ${DEFAULT-VALUE}.")
    private String namespace;

    @Option(
            names = "--name",
            defaultValue = "deploy-workload",
            description = "The name of the Role; default: ${DEFAULT-VALUE}.")
    private String name;

    @Option(names = "--prune", description = "Allow the option prune of deploys.")
    private boolean prune;

    @Option(names = "--replace", description = "Allow the option replace of deploys.")
    private boolean replace;

    @Option(names = "--rollback", description = "Allow rollbacks, and the removal of a failed first deploy.")
    private boolean rollback;

    @Option(names = "--read-secrets", description = "Allow the check whether referenced Secrets exist.")
    private boolean readSecrets;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandException {
        CommandException.requireValid(TextRule.DNS_LABEL, "--namespace", namespace);
        CommandException.requireValid(TextRule.DNS_SUBDOMAIN, "--name", name);
        List<HasMetadata> objects = new ArrayList<>();
        // The Role does not depend on the name of an application.
        for (Application application : files.applications("any", namespace, FileOptions::workloadsWithAnyImage)) {
            objects.addAll(application.objects());
        }
        RolloutOptions options = RolloutOptions.defaults()
                .withPrune(prune)
                .withReplace(replace)
                .withOnFailure(rollback ? OnFailure.REMOVE : OnFailure.KEEP);
        LeastRole role = LeastRole.of(objects, options, readSecrets, namespace);
        PrintWriter out = spec.commandLine().getOut();
        role.roles(name).forEach(each -> out.print(Serialization.asYaml(each)));
        role.clusterRole(name).ifPresent(clusterRole -> out.print(Serialization.asYaml(clusterRole)));
        out.flush();
        role.notes().forEach(spec.commandLine().getErr()::println);
        return ExitCode.OK.code();
    }
}
