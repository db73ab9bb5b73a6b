package io.jenkins.plugins.deployworkload.outputs;

import hudson.FilePath;
import hudson.model.AbstractBuild;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.image.model.ChosenImage;
import io.jenkins.plugins.deployworkload.image.model.Findings;
import io.jenkins.plugins.deployworkload.image.model.Tool;
import io.jenkins.plugins.deployworkload.workload.image.BuildPlace;
import io.jenkins.plugins.deployworkload.workload.image.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromBuild;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromJob;
import io.jenkins.plugins.deployworkload.workload.image.ImageOutput;
import io.jenkins.plugins.deployworkload.workload.image.JobPlace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a build and those before it left behind, for one deployment: each place is looked at once, and only if it is asked for. */
public final class BuildOutputs implements ImageResolution.Outputs {

    private final ReadAccess access;
    private final Run<?, ?> build;
    private final boolean running;
    private final FilePath workspace;
    private final ReadDeadline deadline;
    private final Map<SearchKey, Findings> searched = new HashMap<>();
    private final Map<BuildKey, Run<?, ?>> builds = new HashMap<>();

    private record SearchKey(OutputPlace place, String file, Tool tool) {}

    private record BuildKey(String job, String build) {}

    /**
     * @param build     that runs
     * @param workspace null where there is none
     * @param patience  how long it may take to look at everything
     */
    public BuildOutputs(Run<?, ?> build, FilePath workspace, Duration patience) {
        this(new ReadAccess(build.getParent()), build, true, workspace, patience);
    }

    private BuildOutputs(ReadAccess access, Run<?, ?> build, boolean running, FilePath workspace, Duration patience) {
        this.access = access;
        this.build = build;
        this.running = running;
        this.workspace = workspace;
        this.deadline = new ReadDeadline(patience);
    }

    /**
     * As if a build of the job were to deploy what another one left behind.
     *
     * @param last      that other one; null if only other jobs' builds are asked for
     * @param workspace null where it is not looked at
     */
    static BuildOutputs ofCompletedBuild(Job<?, ?> job, Run<?, ?> last, FilePath workspace, Duration patience) {
        return new BuildOutputs(new ReadAccess(job), last, false, workspace, patience);
    }

    @Override
    public ChosenImage choose(BuiltImage wanted, Consumer<String> notes)
            throws UnresolvedImageException, InterruptedException {
        Findings found = Findings.NONE;
        for (OutputPlace place : places(wanted, notes)) {
            found = found.plus(search(place, wanted.getFile(), BuiltImageQuery.tool(wanted), notes));
        }
        return BuiltImageQuery.choose(found, wanted);
    }

    private Findings search(OutputPlace place, String file, Tool tool, Consumer<String> notes)
            throws UnresolvedImageException, InterruptedException {
        SearchKey key = new SearchKey(place, file, file == null ? null : tool);
        Findings found = searched.get(key);
        if (found == null) {
            try {
                found = place.find(file, key.tool(), notes);
            } catch (IOException e) {
                throw new UnresolvedImageException(Messages.Outputs_Unreadable(String.valueOf(e.getMessage())));
            }
            searched.put(key, found);
        }
        return found;
    }

    private List<OutputPlace> places(BuiltImage wanted, Consumer<String> notes) throws UnresolvedImageException {
        return switch (wanted) {
            case ImageFromBuild fromBuild ->
                // Only if asked for: who deploys to one place after the other need not say which of both is meant.
                fromBuild.getOutput() == ImageOutput.deployed
                        ? List.of(new DeployedOutputs(build, "deployments"))
                        : placesOfThisBuild(fromBuild.getPlace(), fromBuild.getFile(), notes);
            case ImageFromJob fromJob -> placesOfOtherBuild(otherBuild(fromJob, notes), fromJob);
        };
    }

    /** One build for all that name it so: while it is deployed, another may become the last successful one. */
    private Run<?, ?> otherBuild(ImageFromJob wanted, Consumer<String> notes) throws UnresolvedImageException {
        BuildKey key = new BuildKey(wanted.getJob(), wanted.getBuild());
        Run<?, ?> found = builds.get(key);
        if (found == null) {
            found = OtherBuildLookup.find(access, running ? build : null, wanted, notes);
            builds.put(key, found);
        }
        return found;
    }

    private List<OutputPlace> placesOfThisBuild(BuildPlace only, String file, Consumer<String> notes)
            throws UnresolvedImageException {
        if (workspace == null && (only == null || only == BuildPlace.workspace)) {
            reportMissingWorkspace(only, notes);
        }
        List<OutputPlace> places = new ArrayList<>();
        if (workspace != null && (only == null || only == BuildPlace.workspace)) {
            places.add(new WorkspaceOutputs(workspace, build.getStartTimeInMillis(), deadline));
        }
        if (only == null || only == BuildPlace.artifacts) {
            // What a build has archived is no secret to itself.
            places.add(new ArtifactOutputs(build, "artifact/", running || access.mayReadArtifacts(build), deadline));
        }
        if (file == null && (only == null || only == BuildPlace.log)) {
            places.add(new LogOutputs(build, "log", deadline));
        }
        return places;
    }

    /** A Pipeline's step need not stand inside of {@code node}; each other build has a workspace, and may have lost it. */
    private void reportMissingWorkspace(BuildPlace only, Consumer<String> notes) throws UnresolvedImageException {
        if (running && build instanceof AbstractBuild<?, ?>) {
            throw new UnresolvedImageException(Messages.Outputs_WorkspaceUnreachable());
        }
        if (!running) {
            notes.accept(Messages.Outputs_WorkspaceNotSearched());
        }
        if (only == BuildPlace.workspace) {
            throw new UnresolvedImageException(Messages.Outputs_NoWorkspace());
        }
    }

    private List<OutputPlace> placesOfOtherBuild(Run<?, ?> other, ImageFromJob wanted) {
        String name = other.getParent().getFullName() + " #" + other.getNumber() + "/";
        List<OutputPlace> places = new ArrayList<>();
        if (wanted.getPlace() == null || wanted.getPlace() == JobPlace.artifacts) {
            places.add(new ArtifactOutputs(other, name + "artifact/", access.mayReadArtifacts(other), deadline));
        }
        if (wanted.getFile() == null && (wanted.getPlace() == null || wanted.getPlace() == JobPlace.log)) {
            places.add(new LogOutputs(other, name + "log", deadline));
        }
        if (wanted.getFile() == null && (wanted.getPlace() == null || wanted.getPlace() == JobPlace.deployed)) {
            places.add(new DeployedOutputs(other, name + "deployments"));
        }
        return places;
    }
}
