package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The entries of a ConfigMap as files of a projected volume. */
@Named("configMap")
public final class ConfigMapProjection extends Projection {

    @Text(TextRule.DNS_SUBDOMAIN)
    @SuggestedValues(SuggestionKind.CONFIG_MAP)
    private final String name;

    private List<KeyToPath> items;

    private Boolean optional;

    @DataBoundConstructor
    public ConfigMapProjection(String name) {
        this.name = name;
    }

    public String getName() {
        return name;
    }

    public List<KeyToPath> getItems() {
        return items == null ? List.of() : items;
    }

    @DataBoundSetter
    public void setItems(List<KeyToPath> items) {
        this.items = new ArrayList<>(items);
    }

    public Boolean getOptional() {
        return optional;
    }

    @DataBoundSetter
    public void setOptional(Boolean optional) {
        this.optional = optional;
    }

    @Override
    Map<String, String> paths() {
        Map<String, String> paths = new LinkedHashMap<>();
        for (int i = 0; i < getItems().size(); i++) {
            if (getItems().get(i) != null) {
                paths.put("items[" + i + "].path", getItems().get(i).getPath());
            }
        }
        return paths;
    }

    @Extension(ordinal = 50)
    @Symbol("configMap")
    public static class DescriptorImpl extends SectionDescriptor<Projection> {
        @Override
        public String getDisplayName() {
            return Messages.ConfigMapProjection_DisplayName();
        }
    }
}
