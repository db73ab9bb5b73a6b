package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Several sources in one directory. */
@Named("projected")
public final class ProjectedVolume extends VolumeSource {

    private final List<ProjectedSource> sources;

    @Text(TextRule.MODE)
    private String defaultMode;

    @DataBoundConstructor
    public ProjectedVolume(List<ProjectedSource> sources) {
        this.sources = sources == null ? List.of() : new ArrayList<>(sources);
    }

    public List<ProjectedSource> getSources() {
        return sources;
    }

    public String getDefaultMode() {
        return defaultMode;
    }

    @DataBoundSetter
    public void setDefaultMode(String defaultMode) {
        this.defaultMode = defaultMode;
    }

    @Override
    public void check(ValidationContext context) {
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < sources.size(); i++) {
            Projection source = sources.get(i) == null ? null : sources.get(i).getSource();
            if (source != null) {
                String prefix = "sources[" + i + "]." + SectionModel.nameOf(source.getClass()) + ".";
                source.paths().forEach((property, path) -> {
                    if (path != null && !path.isEmpty() && !paths.add(path)) {
                        context.addProblem(prefix + property, Messages.ProjectedVolume_DuplicatePath(path));
                    }
                });
            }
        }
    }

    @Extension(ordinal = 7)
    @Symbol("projected")
    public static class DescriptorImpl extends SectionDescriptor<VolumeSource> {
        @Override
        public String getDisplayName() {
            return Messages.ProjectedVolume_DisplayName();
        }
    }
}
