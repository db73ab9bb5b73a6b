package io.jenkins.plugins.deployworkload.workload.container;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestedValues;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.QuantityInput;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * The resource requests and limits of a container: Kubernetes quantities by resource name, such as {@code cpu}, {@code memory} or
 * {@code nvidia.com/gpu}.
 */
@OmitIfBlank
public class ContainerResources implements Describable<ContainerResources>, Section {

    /** Resources with their own field in the form, in the order of these fields. */
    private static final List<String> RESOURCES_WITH_FIELDS = List.of("cpu", "memory", "nvidia.com/gpu");

    @Text(keys = TextRule.RESOURCE_NAME, value = TextRule.QUANTITY)
    @SuggestedValues(keys = SuggestionKind.RESOURCE, value = SuggestionKind.RESOURCE_QUANTITY)
    private Map<String, String> requests;

    @Text(keys = TextRule.RESOURCE_NAME, value = TextRule.QUANTITY)
    @SuggestedValues(keys = SuggestionKind.RESOURCE, value = SuggestionKind.RESOURCE_QUANTITY)
    private Map<String, String> limits;

    @DataBoundConstructor
    public ContainerResources() {
        // All properties are optional.
    }

    public Map<String, String> getRequests() {
        return requests == null ? Map.of() : requests;
    }

    @DataBoundSetter
    public void setRequests(Map<String, String> requests) {
        this.requests = inOrderOfForm(requests);
    }

    public Map<String, String> getLimits() {
        return limits == null ? Map.of() : limits;
    }

    @DataBoundSetter
    public void setLimits(Map<String, String> limits) {
        this.limits = inOrderOfForm(limits);
    }

    /** Otherwise, saving the form would change the order in {@code config.xml}. */
    private static Map<String, String> inOrderOfForm(Map<String, String> quantities) {
        Map<String, String> ordered = new LinkedHashMap<>();
        RESOURCES_WITH_FIELDS.stream()
                .filter(quantities::containsKey)
                .forEach(name -> ordered.put(name, quantities.get(name)));
        quantities.forEach(ordered::putIfAbsent);
        return ordered;
    }

    @Override
    public void check(ValidationContext context) {
        new ResourceRules(this, context).check();
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ContainerResources> {
        @Override
        public String getDisplayName() {
            return Messages.ContainerResources_DisplayName();
        }

        /** For the form: the number and unit of one resource. */
        public QuantityInput quantityInput(Map<String, String> quantities, String name, String units) {
            return QuantityInput.of(quantities == null ? null : quantities.get(name), units);
        }

        /** For the form: the resources that have no field of their own and are shown as rows. */
        public Map<String, String> others(Map<String, String> quantities) {
            Map<String, String> others = new LinkedHashMap<>(quantities == null ? Map.of() : quantities);
            others.keySet().removeAll(RESOURCES_WITH_FIELDS);
            return others;
        }
    }
}
