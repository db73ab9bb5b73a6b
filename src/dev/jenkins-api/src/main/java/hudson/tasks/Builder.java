package hudson.tasks;

import hudson.model.Describable;

public abstract class Builder extends BuildStepCompatibilityLayer implements Describable<Builder> {
    protected Builder() {}
}
