package io.jenkins.plugins.deployworkload.workload.volume.source;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.OmitIfBlank;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.OptionalTexts;
import io.jenkins.plugins.deployworkload.workload.binding.text.Quoted;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The source of the data in a new volume: a snapshot or another claim. */
@OmitIfBlank
public class ClaimDataSource implements Describable<ClaimDataSource>, Section {

    private static final String SNAPSHOT_GROUP = "snapshot.storage.k8s.io";

    private final DataSourceKind kind;

    @Text(TextRule.PATH_SEGMENT)
    private final String name;

    private String apiGroup;

    @DataBoundConstructor
    public ClaimDataSource(DataSourceKind kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    public DataSourceKind getKind() {
        return kind;
    }

    public String getName() {
        return name;
    }

    public String getApiGroup() {
        return apiGroup;
    }

    @DataBoundSetter
    public void setApiGroup(String apiGroup) {
        this.apiGroup = OptionalTexts.emptyToNull(apiGroup);
    }

    @Override
    public void check(ValidationContext context) {
        if (apiGroup != null && kind != null && !apiGroup.equals(groupOfKind())) {
            context.addProblem(
                    "apiGroup",
                    kind == DataSourceKind.VolumeSnapshot
                            ? Messages.ClaimDataSource_WrongGroup(Quoted.of(apiGroup), kind, SNAPSHOT_GROUP)
                            : Messages.ClaimDataSource_NoGroup(Quoted.of(apiGroup), kind));
        }
    }

    /** The API group of the kind; null for the core group. */
    public String groupOfKind() {
        return kind == DataSourceKind.VolumeSnapshot ? SNAPSHOT_GROUP : null;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ClaimDataSource> {
        @Override
        public String getDisplayName() {
            return Messages.ClaimDataSource_DisplayName();
        }
    }
}
