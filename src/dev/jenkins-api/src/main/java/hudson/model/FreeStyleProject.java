package hudson.model;

public class FreeStyleProject extends AbstractProject<FreeStyleProject, FreeStyleBuild> {
    FreeStyleProject() {}
}
