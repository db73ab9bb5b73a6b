package hudson.model;

public class FreeStyleBuild extends AbstractBuild<FreeStyleProject, FreeStyleBuild> {
    FreeStyleBuild() {}
}
