package io.jenkins.plugins.deployworkload.workload.volume;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Range;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.Collections;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A token of the pod's ServiceAccount as a file of a projected volume. */
@Named("serviceAccountToken")
public final class ServiceAccountTokenProjection extends Projection {

    @Text(TextRule.FILE_PATH)
    private final String path;

    private String audience;

    @Range(min = 600, max = 4_294_967_296L)
    private Long expirationSeconds;

    @DataBoundConstructor
    public ServiceAccountTokenProjection(String path) {
        this.path = path;
    }

    public String getPath() {
        return path;
    }

    public String getAudience() {
        return audience;
    }

    @DataBoundSetter
    public void setAudience(String audience) {
        this.audience = audience;
    }

    public Long getExpirationSeconds() {
        return expirationSeconds;
    }

    @DataBoundSetter
    public void setExpirationSeconds(Long expirationSeconds) {
        this.expirationSeconds = expirationSeconds;
    }

    @Override
    Map<String, String> paths() {
        return Collections.singletonMap("path", path);
    }

    @Extension(ordinal = 20)
    @Symbol("serviceAccountToken")
    public static class DescriptorImpl extends SectionDescriptor<Projection> {
        @Override
        public String getDisplayName() {
            return Messages.ServiceAccountTokenProjection_DisplayName();
        }
    }
}
