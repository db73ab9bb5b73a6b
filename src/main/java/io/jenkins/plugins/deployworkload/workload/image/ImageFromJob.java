package io.jenkins.plugins.deployworkload.workload.image;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Expandable;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The image that a build of another job created. */
@Named("fromJob")
public final class ImageFromJob extends BuiltImage {

    /** The build that is used if {@link #getBuild()} is null. */
    public static final String DEFAULT_BUILD = "lastSuccessfulBuild";

    @Expandable
    private final String job;

    @Expandable
    private String build;

    private JobPlace place;

    @DataBoundConstructor
    public ImageFromJob(String job) {
        this.job = job;
    }

    /** The name of the job, relative to the job that deploys: {@code web}, {@code ../build/web}, {@code /shop/web}. */
    public String getJob() {
        return job;
    }

    /** The build number, or a permalink such as {@code lastStableBuild}; null for {@link #DEFAULT_BUILD}. */
    public String getBuild() {
        return build;
    }

    @DataBoundSetter
    public void setBuild(String build) {
        this.build = build;
    }

    /** The place to search; null for all places. */
    public JobPlace getPlace() {
        return place;
    }

    @DataBoundSetter
    public void setPlace(JobPlace place) {
        this.place = place;
    }

    @Override
    public void check(ValidationContext context) {
        check(place, context);
    }

    @Extension(ordinal = 10)
    @Symbol("fromJob")
    public static class DescriptorImpl extends BuiltImageDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.ImageFromJob_DisplayName();
        }
    }
}
