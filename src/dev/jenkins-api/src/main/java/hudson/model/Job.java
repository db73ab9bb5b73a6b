package hudson.model;

import hudson.PermalinkList;
import java.io.File;

public abstract class Job<J extends Job<J, R>, R extends Run<J, R>> implements Item {
    Job() {}

    @Override
    public native ItemGroup<? extends Item> getParent();

    @Override
    public final native String getFullName();

    public native R getBuildByNumber(int n);

    public abstract boolean isBuildable();

    public native R getLastBuild();

    public native R getLastCompletedBuild();

    public native PermalinkList getPermalinks();

    public native File getBuildDir();
}
