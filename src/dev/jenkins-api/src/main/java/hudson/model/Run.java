package hudson.model;

import hudson.EnvVars;
import hudson.console.AnnotatedLargeText;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import io.jenkins.plugins.deployworkload.signatures.Signature;
import java.io.File;
import java.io.IOException;
import java.util.List;
import jenkins.model.ArtifactManager;

public abstract class Run<J extends Job<J, R>, R extends Run<J, R>> extends Actionable implements AccessControlled {
    public static final Permission ARTIFACTS = Signature.noValue();

    Run() {}

    public native J getParent();

    public native EnvVars getEnvironment(TaskListener listener) throws IOException, InterruptedException;

    public native String getUrl();

    public native void save() throws IOException;

    public native void setResult(Result r);

    public native int getNumber();

    public native File getRootDir();

    public native R getPreviousBuild();

    public native boolean isBuilding();

    public native Result getResult();

    public native List<Cause> getCauses();

    public final native long getStartTimeInMillis();

    public final native ArtifactManager getArtifactManager();

    @SuppressWarnings("rawtypes")
    public native AnnotatedLargeText getLogText();
}
