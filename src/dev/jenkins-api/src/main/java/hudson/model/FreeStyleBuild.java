package hudson.model;

public abstract class FreeStyleBuild extends AbstractBuild<FreeStyleProject, FreeStyleBuild> {
    FreeStyleBuild() {}
}
