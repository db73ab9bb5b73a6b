package io.jenkins.plugins.deployworkload.outputs;

import static io.jenkins.plugins.deployworkload.testing.ImageJobs.FIRST;
import static io.jenkins.plugins.deployworkload.testing.ImageJobs.REPOSITORY;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.AbstractFolderDescriptor;
import com.cloudbees.hudson.plugins.folder.computed.ChildObserver;
import com.cloudbees.hudson.plugins.folder.computed.ComputedFolder;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.TaskListener;
import hudson.model.TopLevelItem;
import io.jenkins.plugins.deployworkload.testing.ImageJobs;
import java.io.IOException;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Tests the preview of the image in the form of a branch job, which is read-only. */
@WithJenkins
class BranchPreviewITest {

    @Test
    void showsPreviewToUsersWhoMayConfigureTheParentProject(JenkinsRule jenkins) throws Exception {
        Branches project = jenkins.createProject(Branches.class, "web");
        project.scheduleBuild2(0).getFuture().get();
        FreeStyleProject branch = project.getItem("main");
        ImageJobs.buildWithJibImage(jenkins, branch);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("configurer", "reader")
                .grant(Item.READ, Item.EXTENDED_READ)
                .onItems(project, branch)
                .to("configurer", "reader")
                .grant(Item.CONFIGURE)
                .onItems(project)
                .to("configurer"));

        assertThat(preview(jenkins, "configurer", branch)).contains("class=\"ok\"", REPOSITORY + "@" + FIRST);
        assertThat(preview(jenkins, "reader", branch))
                .contains("class=\"warning\"", "the permission to configure it")
                .doesNotContain(REPOSITORY);
    }

    private static String preview(JenkinsRule jenkins, String user, FreeStyleProject branch) throws Exception {
        return ImageJobs.preview(jenkins, HttpMethod.POST, user, branch, "ImageFromBuild", Map.of())
                .getContentAsString();
    }

    /** A folder that creates its jobs itself, like a multibranch project. */
    public static final class Branches extends ComputedFolder<FreeStyleProject> {

        Branches(ItemGroup<?> parent, String name) {
            super(parent, name);
        }

        @Override
        protected void computeChildren(ChildObserver<FreeStyleProject> observer, TaskListener listener)
                throws IOException, InterruptedException {
            if (observer.shouldUpdate("main") == null && observer.mayCreate("main")) {
                observer.created(new FreeStyleProject(this, "main"));
            }
            observer.completed("main");
        }

        @TestExtension
        public static final class DescriptorImpl extends AbstractFolderDescriptor {
            @Override
            public TopLevelItem newInstance(ItemGroup parent, String name) {
                return new Branches(parent, name);
            }
        }
    }
}
