package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import io.jenkins.plugins.deployworkload.workload.volume.source.DownwardApiFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Fields of the pod and resources of its containers as files of a projected volume. */
@Named("downwardAPI")
public final class DownwardApiProjection extends Projection {

    private List<DownwardApiFile> items;

    @DataBoundConstructor
    public DownwardApiProjection() {
        // All properties are optional.
    }

    public List<DownwardApiFile> getItems() {
        return items == null ? List.of() : items;
    }

    @DataBoundSetter
    public void setItems(List<DownwardApiFile> items) {
        this.items = new ArrayList<>(items);
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

    @Extension(ordinal = 30)
    @Symbol("downwardAPI")
    public static class DescriptorImpl extends SectionDescriptor<Projection> {
        @Override
        public String getDisplayName() {
            return Messages.DownwardApiProjection_DisplayName();
        }
    }
}
