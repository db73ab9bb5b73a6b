package io.jenkins.plugins.deployworkload.workload.image;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The image that the running build made, read from what its tools left behind. */
@Named("fromBuild")
public final class ImageFromBuild extends BuiltImage {

    private BuildPlace place;

    @DataBoundConstructor
    public ImageFromBuild() {
        // Everything about it is optional.
    }

    /** The only place that is looked at; null for all. */
    public BuildPlace getPlace() {
        return place;
    }

    @DataBoundSetter
    public void setPlace(BuildPlace place) {
        this.place = place;
    }

    @Override
    public void check(ValidationContext report) {
        check(place, report);
    }

    @Extension(ordinal = 20)
    @Symbol("fromBuild")
    public static class DescriptorImpl extends BuiltImageDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.ImageFromBuild_DisplayName();
        }
    }
}
