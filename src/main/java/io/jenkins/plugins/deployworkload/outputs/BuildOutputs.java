package io.jenkins.plugins.deployworkload.outputs;

import hudson.FilePath;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.image.ChosenImage;
import io.jenkins.plugins.deployworkload.image.Findings;
import io.jenkins.plugins.deployworkload.image.Tool;
import io.jenkins.plugins.deployworkload.workload.BuildPlace;
import io.jenkins.plugins.deployworkload.workload.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.ImageFromBuild;
import io.jenkins.plugins.deployworkload.workload.ImageFromJob;
import io.jenkins.plugins.deployworkload.workload.JobPlace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a build and those before it left behind, for one deployment: each place is looked at once, and only if it is asked for. */
public final class BuildOutputs implements ImageResolution.Outputs {

    private final Job<?, ?> job;
    private final Run<?, ?> build;
    private final FilePath workspace;
    private final Duration patience;
    private final Map<Looked, Findings> looked = new HashMap<>();

    private record Looked(OutputPlace place, String file, Tool tool) {}

    /**
     * @param workspace null where there is none
     * @param patience  how long the agent with the workspace may take
     */
    public BuildOutputs(Run<?, ?> build, FilePath workspace, Duration patience) {
        this(build.getParent(), build, workspace, patience);
    }

    /** @param build of the job; null if only other jobs' builds are asked for */
    BuildOutputs(Job<?, ?> job, Run<?, ?> build, FilePath workspace, Duration patience) {
        this.job = job;
        this.build = build;
        this.workspace = workspace;
        this.patience = patience;
    }

    @Override
    public ChosenImage choose(BuiltImage wanted) throws UnresolvedImageException, InterruptedException {
        Findings found = Findings.NONE;
        for (OutputPlace place : places(wanted)) {
            found = found.plus(look(place, wanted.getFile(), Wishes.tool(wanted)));
        }
        if (wanted.getFile() != null && found.looked().isEmpty()) {
            throw new UnresolvedImageException(Messages.Outputs_NoFile(wanted.getFile()));
        }
        return Wishes.choose(found, wanted);
    }

    private Findings look(OutputPlace place, String file, Tool tool)
            throws UnresolvedImageException, InterruptedException {
        Looked key = new Looked(place, file, file == null ? null : tool);
        Findings found = looked.get(key);
        if (found == null) {
            try {
                found = place.find(file, key.tool());
            } catch (IOException e) {
                throw new UnresolvedImageException(Messages.Outputs_Unreadable(String.valueOf(e.getMessage())));
            }
            looked.put(key, found);
        }
        return found;
    }

    private List<OutputPlace> places(BuiltImage wanted) throws UnresolvedImageException {
        return switch (wanted) {
            case ImageFromBuild fromBuild -> ofThisBuild(fromBuild.getPlace(), fromBuild.getFile());
            case ImageFromJob fromJob -> ofBuild(OtherBuild.find(job, fromJob), fromJob);
        };
    }

    private List<OutputPlace> ofThisBuild(BuildPlace only, String file) throws UnresolvedImageException {
        if (only == BuildPlace.workspace && workspace == null) {
            throw new UnresolvedImageException(Messages.Outputs_NoWorkspace());
        }
        List<OutputPlace> places = new ArrayList<>();
        if (workspace != null && (only == null || only == BuildPlace.workspace)) {
            places.add(new WorkspaceOutputs(workspace, patience));
        }
        if (only == null || only == BuildPlace.artifacts) {
            places.add(new ArtifactOutputs(build, "artifact/"));
        }
        if (file == null && (only == null || only == BuildPlace.log)) {
            places.add(new LogOutputs(build, "log"));
        }
        return places;
    }

    private static List<OutputPlace> ofBuild(Run<?, ?> other, ImageFromJob wanted) {
        String name = other.getParent().getFullName() + " #" + other.getNumber() + "/";
        List<OutputPlace> places = new ArrayList<>();
        if (wanted.getPlace() == null || wanted.getPlace() == JobPlace.artifacts) {
            places.add(new ArtifactOutputs(other, name + "artifact/"));
        }
        if (wanted.getFile() == null && (wanted.getPlace() == null || wanted.getPlace() == JobPlace.log)) {
            places.add(new LogOutputs(other, name + "log"));
        }
        if (wanted.getFile() == null && (wanted.getPlace() == null || wanted.getPlace() == JobPlace.deployed)) {
            places.add(new RecordOutputs(other, name + "deployments"));
        }
        return places;
    }
}
