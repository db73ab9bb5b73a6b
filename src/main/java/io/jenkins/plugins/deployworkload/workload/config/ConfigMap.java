package io.jenkins.plugins.deployworkload.workload.config;

import hudson.Extension;
import hudson.model.Describable;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A ConfigMap with files of the workspace and values of the description. */
public class ConfigMap extends GeneratedObject implements Describable<ConfigMap> {

    /**
     * In bytes, for all values without their keys. The API server has the same limit.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/configuration/configmap/#motivation">ConfigMaps</a>
     */
    public static final int MAX_BYTES = 1 << 20;

    private String files;

    @Text(keys = TextRule.CONFIG_KEY)
    private Map<String, String> data;

    @Text(keys = TextRule.CONFIG_KEY)
    private Map<String, String> binaryData;

    @DataBoundConstructor
    public ConfigMap(String name) {
        super(name);
    }

    /** An Ant pattern of files in the workspace. A deploy reads the files before the objects are rendered. */
    public String getFiles() {
        return files;
    }

    @DataBoundSetter
    public void setFiles(String files) {
        this.files = files;
    }

    public Map<String, String> getData() {
        return data == null ? Map.of() : data;
    }

    @DataBoundSetter
    public void setData(Map<String, String> data) {
        this.data = new LinkedHashMap<>(data);
    }

    /** Values in Base64. */
    public Map<String, String> getBinaryData() {
        return binaryData == null ? Map.of() : binaryData;
    }

    @DataBoundSetter
    public void setBinaryData(Map<String, String> binaryData) {
        this.binaryData = new LinkedHashMap<>(binaryData);
    }

    @Override
    public void check(ValidationContext context) {
        super.check(context);
        if (files == null && getData().isEmpty() && getBinaryData().isEmpty()) {
            context.addProblem("", Messages.ConfigMap_ContentRequired());
        }
        if (files != null && List.of(files.split("[/\\\\,\\s]+")).contains("..")) {
            context.addProblem("files", Messages.ConfigMap_OutsideWorkspace(files));
        }
        long size = 0;
        for (Map.Entry<String, String> entry : getData().entrySet()) {
            // A value is null if it is invalid; the binder has already reported the problem.
            String value = entry.getValue() == null ? "" : entry.getValue();
            size += value.getBytes(StandardCharsets.UTF_8).length;
            if (getBinaryData().containsKey(entry.getKey())) {
                context.addProblem(
                        FieldPaths.key("binaryData", entry.getKey()), Messages.ConfigMap_DuplicateKey(entry.getKey()));
            }
        }
        for (Map.Entry<String, String> entry : getBinaryData().entrySet()) {
            size += decodedLength(entry.getKey(), entry.getValue(), context);
        }
        if (size > MAX_BYTES) {
            context.addProblem("", Messages.ConfigMap_TooLarge(Long.toString(size), Integer.toString(MAX_BYTES)));
        }
    }

    private static int decodedLength(String key, String value, ValidationContext context) {
        try {
            return value == null ? 0 : Base64.getDecoder().decode(value).length;
        } catch (IllegalArgumentException e) {
            context.addProblem(FieldPaths.key("binaryData", key), Messages.ConfigMap_NotBase64());
            return 0;
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<ConfigMap> {
        @Override
        public String getDisplayName() {
            return Messages.ConfigMap_DisplayName();
        }
    }
}
