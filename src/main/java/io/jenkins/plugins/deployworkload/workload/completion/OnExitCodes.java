package io.jenkins.plugins.deployworkload.workload.completion;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.OptionalTexts;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Matches failed pods by the exit code of a container. */
public class OnExitCodes implements Describable<OnExitCodes>, Section {

    /** The limit of the Kubernetes API. */
    private static final int MAX_VALUES = 255;

    private final ExitCodeOperator operator;

    @Text(TextRule.EXIT_CODE)
    private final List<String> values;

    @Text(TextRule.DNS_LABEL)
    private String containerName;

    @DataBoundConstructor
    public OnExitCodes(ExitCodeOperator operator, List<String> values) {
        this.operator = operator;
        this.values = values == null ? List.of() : new ArrayList<>(values);
    }

    public ExitCodeOperator getOperator() {
        return operator;
    }

    public List<String> getValues() {
        return values;
    }

    public String getContainerName() {
        return containerName;
    }

    @DataBoundSetter
    public void setContainerName(String containerName) {
        this.containerName = OptionalTexts.emptyToNull(containerName);
    }

    @Override
    public void check(ValidationContext context) {
        if (values.contains(null)
                || !values.stream()
                        .allMatch(value -> TextRule.EXIT_CODE.problem(value).isEmpty())) {
            return;
        }
        List<Integer> codes = values.stream().map(Integer::valueOf).toList();
        if (!codes.equals(codes.stream().distinct().sorted().toList())) {
            context.addProblem("values", Messages.OnExitCodes_NotAscending());
        } else if (operator == ExitCodeOperator.In && codes.contains(0)) {
            context.addProblem("values", Messages.OnExitCodes_Zero());
        } else if (codes.size() > MAX_VALUES) {
            context.addProblem("values", Messages.OnExitCodes_TooMany(Integer.toString(MAX_VALUES)));
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<OnExitCodes> {
        @Override
        public String getDisplayName() {
            return Messages.OnExitCodes_DisplayName();
        }
    }
}
