package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.BlankIsNothing;
import io.jenkins.plugins.deployworkload.workload.binding.Offer;
import io.jenkins.plugins.deployworkload.workload.binding.Offers;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * What a container asks for and may use at most, by the resource's name: {@code cpu}, {@code memory},
 * {@code nvidia.com/gpu}. Amounts are Kubernetes quantities.
 */
@BlankIsNothing
public class Resources implements Describable<Resources>, Section {

    private static final Set<String> OWN_FIELDS = Set.of("cpu", "memory", "nvidia.com/gpu");

    @Text(keys = TextRule.RESOURCE_NAME, value = TextRule.QUANTITY)
    @Offers(keys = Offer.RESOURCE, value = Offer.RESOURCE_AMOUNT)
    private Map<String, String> requests;

    @Text(keys = TextRule.RESOURCE_NAME, value = TextRule.QUANTITY)
    @Offers(keys = Offer.RESOURCE, value = Offer.RESOURCE_AMOUNT)
    private Map<String, String> limits;

    @DataBoundConstructor
    public Resources() {
        // Nothing is required.
    }

    public Map<String, String> getRequests() {
        return requests == null ? Map.of() : requests;
    }

    @DataBoundSetter
    public void setRequests(Map<String, String> requests) {
        this.requests = new LinkedHashMap<>(requests);
    }

    public Map<String, String> getLimits() {
        return limits == null ? Map.of() : limits;
    }

    @DataBoundSetter
    public void setLimits(Map<String, String> limits) {
        this.limits = new LinkedHashMap<>(limits);
    }

    @Override
    public void check(Report report) {
        new ResourceRules(this, report).check();
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Resources> {
        @Override
        public String getDisplayName() {
            return Messages.Resources_DisplayName();
        }

        /** For the form: an amount's number and unit. */
        public Amount amount(Map<String, String> amounts, String name, String units) {
            return Amount.of(amounts == null ? null : amounts.get(name), units);
        }

        /** For the form: what has no field of its own there. */
        public Map<String, String> others(Map<String, String> amounts) {
            Map<String, String> others = new LinkedHashMap<>(amounts == null ? Map.of() : amounts);
            others.keySet().removeAll(OWN_FIELDS);
            return others;
        }
    }
}
