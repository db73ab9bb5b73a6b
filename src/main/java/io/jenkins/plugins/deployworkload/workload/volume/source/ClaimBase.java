package io.jenkins.plugins.deployworkload.workload.volume.source;

import io.jenkins.plugins.deployworkload.workload.binding.OwnKeys;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kohsuke.stapler.DataBoundSetter;

/** The optional properties of a claim that a template describes. */
public abstract class ClaimBase implements Section {

    @Text(keys = TextRule.QUALIFIED_NAME, value = TextRule.LABEL_VALUE)
    private Map<String, String> labels;

    @Text(keys = TextRule.QUALIFIED_NAME)
    private Map<String, String> annotations;

    private VolumeMode volumeMode;

    private ClaimDataSource dataSource;

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

    public VolumeMode getVolumeMode() {
        return volumeMode;
    }

    @DataBoundSetter
    public void setVolumeMode(VolumeMode volumeMode) {
        this.volumeMode = volumeMode;
    }

    public ClaimDataSource getDataSource() {
        return dataSource;
    }

    @DataBoundSetter
    public void setDataSource(ClaimDataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void check(ValidationContext context) {
        OwnKeys.check(getLabels(), "labels", context);
        OwnKeys.check(getAnnotations(), "annotations", context);
    }
}
