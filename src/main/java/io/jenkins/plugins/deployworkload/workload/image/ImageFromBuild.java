package io.jenkins.plugins.deployworkload.workload.image;

import hudson.Extension;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Named;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The image that the running build created, found in the output of its build tools. */
@Named("fromBuild")
public final class ImageFromBuild extends BuiltImage {

    private BuildPlace place;

    @DataBoundConstructor
    public ImageFromBuild() {
        // All properties are optional.
    }

    /** The place to search; null for all places. */
    public BuildPlace getPlace() {
        return place;
    }

    @DataBoundSetter
    public void setPlace(BuildPlace place) {
        this.place = place;
    }

    @Override
    public void check(ValidationContext context) {
        check(place, context);
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
