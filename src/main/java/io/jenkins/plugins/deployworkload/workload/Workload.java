package io.jenkins.plugins.deployworkload.workload;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Range;
import io.jenkins.plugins.deployworkload.workload.binding.Report;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.Text;
import io.jenkins.plugins.deployworkload.workload.binding.TextRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A workload as a person describes it: what all types share, and a {@link Controller} with what is its type's own. */
public class Workload implements Describable<Workload>, Section {

    @Text(TextRule.DNS_LABEL)
    private final String name;

    @Text(TextRule.LABEL_VALUE)
    private String group;

    private String description;

    @Text(keys = TextRule.QUALIFIED_NAME, value = TextRule.LABEL_VALUE)
    private Map<String, String> labels;

    @Text(keys = TextRule.QUALIFIED_NAME)
    private Map<String, String> annotations;

    private final Controller controller;

    private final List<Container> containers;

    @Range
    private Long terminationGracePeriodSeconds;

    private Service service;

    @DataBoundConstructor
    public Workload(String name, Controller controller, List<Container> containers) {
        this.name = name;
        this.controller = controller;
        this.containers = containers == null ? List.of() : new ArrayList<>(containers);
    }

    public String getName() {
        return name;
    }

    public String getGroup() {
        return group;
    }

    @DataBoundSetter
    public void setGroup(String group) {
        this.group = group;
    }

    public String getDescription() {
        return description;
    }

    @DataBoundSetter
    public void setDescription(String description) {
        this.description = description;
    }

    public Map<String, String> getLabels() {
        return labels == null ? Map.of() : labels;
    }

    @DataBoundSetter
    public void setLabels(Map<String, String> labels) {
        this.labels = new LinkedHashMap<>(labels);
    }

    public Map<String, String> getAnnotations() {
        return annotations == null ? Map.of() : annotations;
    }

    @DataBoundSetter
    public void setAnnotations(Map<String, String> annotations) {
        this.annotations = new LinkedHashMap<>(annotations);
    }

    public Controller getController() {
        return controller;
    }

    public List<Container> getContainers() {
        return containers;
    }

    public Long getTerminationGracePeriodSeconds() {
        return terminationGracePeriodSeconds;
    }

    @DataBoundSetter
    public void setTerminationGracePeriodSeconds(Long terminationGracePeriodSeconds) {
        this.terminationGracePeriodSeconds = terminationGracePeriodSeconds;
    }

    public Service getService() {
        return service;
    }

    @DataBoundSetter
    public void setService(Service service) {
        this.service = service;
    }

    @Override
    public void check(Report report) {
        if (containers.isEmpty()) {
            report.problem("containers", Messages.Workload_NoContainer());
        }
        Unique.check(containers, Container::getName, "containers", "name", report);
        if (service != null && name != null && !name.isEmpty() && !Character.isLetter(name.charAt(0))) {
            report.problem("name", Messages.Workload_ServiceName(name));
        }
        getLabels().keySet().stream()
                .filter(Reserved::label)
                .forEach(key -> report.problem("labels[\"" + key + "\"]", Messages.Workload_Reserved(key)));
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Workload> {
        @Override
        public String getDisplayName() {
            return Messages.Workload_DisplayName();
        }
    }
}
