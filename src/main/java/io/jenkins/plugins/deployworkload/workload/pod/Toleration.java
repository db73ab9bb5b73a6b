package io.jenkins.plugins.deployworkload.workload.pod;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A toleration: pods with it can run on nodes with a matching taint. */
public class Toleration implements Describable<Toleration>, Section {

    @Text(TextRule.QUALIFIED_NAME)
    @SuggestedValues(SuggestionKind.NODE_TAINT)
    private String key;

    private TolerationOperator operator;

    @Text(TextRule.LABEL_VALUE)
    @SuggestedValues(SuggestionKind.NODE_TAINT_VALUE)
    private String value;

    private TaintEffect effect;

    private Long tolerationSeconds;

    @DataBoundConstructor
    public Toleration() {
        // All properties are optional.
    }

    public String getKey() {
        return key;
    }

    @DataBoundSetter
    public void setKey(String key) {
        this.key = key;
    }

    public TolerationOperator getOperator() {
        return operator;
    }

    @DataBoundSetter
    public void setOperator(TolerationOperator operator) {
        this.operator = operator;
    }

    public String getValue() {
        return value;
    }

    @DataBoundSetter
    public void setValue(String value) {
        this.value = value;
    }

    public TaintEffect getEffect() {
        return effect;
    }

    @DataBoundSetter
    public void setEffect(TaintEffect effect) {
        this.effect = effect;
    }

    public Long getTolerationSeconds() {
        return tolerationSeconds;
    }

    @DataBoundSetter
    public void setTolerationSeconds(Long tolerationSeconds) {
        this.tolerationSeconds = tolerationSeconds;
    }

    @Override
    public void check(ValidationContext context) {
        boolean exists = operator == TolerationOperator.Exists;
        if ((key == null || key.isEmpty()) && !exists) {
            context.addProblem("key", Messages.Toleration_KeyRequired());
        }
        if (exists && value != null && !value.isEmpty()) {
            context.addProblem("value", Messages.Toleration_ValueWithExists(value));
        }
        if (tolerationSeconds != null && effect != TaintEffect.NoExecute) {
            context.addProblem("tolerationSeconds", Messages.Toleration_SecondsWithoutNoExecute());
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Toleration> {
        @Override
        public String getDisplayName() {
            return Messages.Toleration_DisplayName();
        }
    }
}
