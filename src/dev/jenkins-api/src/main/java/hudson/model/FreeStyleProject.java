package hudson.model;

public abstract class FreeStyleProject extends AbstractProject<FreeStyleProject, FreeStyleBuild> {
    FreeStyleProject() {}
}
