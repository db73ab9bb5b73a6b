package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** The metadata of a workload: name, group, description, labels and annotations. */
public abstract class BasicInformation implements Section {

    /**
     * The maximum size of all annotations, in bytes. The API allows 256 KiB. The annotations that this plugin and
     * Kubernetes controllers add need up to 1 KiB.
     */
    static final int MAX_ANNOTATIONS = 255 * 1024;

    /** The label that the group becomes. */
    private static final String GROUP_LABEL = "app.kubernetes.io/part-of";

    @Text(TextRule.WORKLOAD_NAME)
    private final String name;

    @Text(TextRule.LABEL_VALUE)
    private String group;

    private String description;

    @Text(keys = TextRule.QUALIFIED_NAME, value = TextRule.LABEL_VALUE)
    private Map<String, String> labels;

    @Text(keys = TextRule.QUALIFIED_NAME)
    private Map<String, String> annotations;

    BasicInformation(String name) {
        this.name = name;
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

    @Override
    public void check(ValidationContext context) {
        ReservedKeys.check(getLabels(), "labels", context);
        ReservedKeys.check(getAnnotations(), "annotations", context);
        String groupLabel = getLabels().get(GROUP_LABEL);
        if (group != null && groupLabel != null && !groupLabel.equals(group)) {
            context.addProblem(
                    "labels[\"" + GROUP_LABEL + "\"]", Messages.BasicInformation_GroupDiffers(groupLabel, group));
        }
        if (sizeOf(getAnnotations()) + (description == null ? 0 : utf8Length(description)) > MAX_ANNOTATIONS) {
            context.addProblem(
                    "annotations", Messages.BasicInformation_AnnotationsTooLarge(Integer.toString(MAX_ANNOTATIONS)));
        }
    }

    /** The size of annotations in UTF-8, as the API server counts it, in bytes. */
    static int sizeOf(Map<String, String> annotations) {
        int size = 0;
        for (Map.Entry<String, String> entry : annotations.entrySet()) {
            // A value is null if it is invalid; the binder has already reported the problem.
            size += utf8Length(entry.getKey()) + (entry.getValue() == null ? 0 : utf8Length(entry.getValue()));
        }
        return size;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
