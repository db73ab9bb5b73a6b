package io.jenkins.plugins.deployworkload.workload.patch;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.YamlText;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Yaml;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A change of one of the rendered objects: a merge patch, a JSON patch, or a file with either of them. */
public class Patch implements Describable<Patch>, Section {

    private final PatchTarget target;

    @Yaml
    private String merge;

    @Yaml
    private String json6902;

    @Text(TextRule.FILE_PATH)
    private String file;

    @DataBoundConstructor
    public Patch(PatchTarget target) {
        this.target = target;
    }

    public PatchTarget getTarget() {
        return target;
    }

    /** The YAML of a map: a strategic merge patch for a built-in kind, a JSON merge patch for a custom resource. */
    public String getMerge() {
        return merge;
    }

    @DataBoundSetter
    public void setMerge(String merge) {
        this.merge = merge;
    }

    /** The YAML of a list of operations. */
    public String getJson6902() {
        return json6902;
    }

    @DataBoundSetter
    public void setJson6902(String json6902) {
        this.json6902 = json6902;
    }

    /** A path in the workspace. A deploy reads the file before the objects are rendered. */
    public String getFile() {
        return file;
    }

    @DataBoundSetter
    public void setFile(String file) {
        this.file = file;
    }

    @Override
    public void check(ValidationContext context) {
        List<String> contents =
                Stream.of(merge, json6902, file).filter(Objects::nonNull).toList();
        if (contents.size() != 1) {
            context.addProblem(
                    "", contents.isEmpty() ? Messages.Patch_ContentRequired() : Messages.Patch_SeveralContents());
        }
        if (merge != null && !YamlText.read(merge).map(JsonNode::isObject).orElse(true)) {
            context.addProblem("merge", Messages.Patch_NotAMap());
        }
        if (json6902 != null && !YamlText.read(json6902).map(JsonNode::isArray).orElse(true)) {
            context.addProblem("json6902", Messages.Patch_NotAList());
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Patch> {
        @Override
        public String getDisplayName() {
            return Messages.Patch_DisplayName();
        }
    }
}
