package io.jenkins.plugins.deployworkload.outputs;

import hudson.FilePath;
import hudson.model.AbstractBuild;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.image.ChosenImage;
import io.jenkins.plugins.deployworkload.image.Findings;
import io.jenkins.plugins.deployworkload.image.Tool;
import io.jenkins.plugins.deployworkload.workload.BuildPlace;
import io.jenkins.plugins.deployworkload.workload.BuiltImage;
import io.jenkins.plugins.deployworkload.workload.ImageFromBuild;
import io.jenkins.plugins.deployworkload.workload.ImageFromJob;
import io.jenkins.plugins.deployworkload.workload.ImageOutput;
import io.jenkins.plugins.deployworkload.workload.JobPlace;
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
    private final Deadline deadline;
    private final Map<Looked, Findings> looked = new HashMap<>();
    private final Map<Named, Run<?, ?>> named = new HashMap<>();

    private record Looked(OutputPlace place, String file, Tool tool) {}

    private record Named(String job, String build) {}

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
        this.deadline = new Deadline(patience);
    }

    /**
     * As if a build of the job were to deploy what another one left behind.
     *
     * @param last      that other one; null if only other jobs' builds are asked for
     * @param workspace null where it is not looked at
     */
    static BuildOutputs afterwards(Job<?, ?> job, Run<?, ?> last, FilePath workspace, Duration patience) {
        return new BuildOutputs(new ReadAccess(job), last, false, workspace, patience);
    }

    @Override
    public ChosenImage choose(BuiltImage wanted, Consumer<String> notes)
            throws UnresolvedImageException, InterruptedException {
        Findings found = Findings.NONE;
        for (OutputPlace place : places(wanted, notes)) {
            found = found.plus(look(place, wanted.getFile(), Wishes.tool(wanted), notes));
        }
        return Wishes.choose(found, wanted);
    }

    private Findings look(OutputPlace place, String file, Tool tool, Consumer<String> notes)
            throws UnresolvedImageException, InterruptedException {
        Looked key = new Looked(place, file, file == null ? null : tool);
        Findings found = looked.get(key);
        if (found == null) {
            try {
                found = place.find(file, key.tool(), notes);
            } catch (IOException e) {
                throw new UnresolvedImageException(Messages.Outputs_Unreadable(String.valueOf(e.getMessage())));
            }
            looked.put(key, found);
        }
        return found;
    }

    private List<OutputPlace> places(BuiltImage wanted, Consumer<String> notes) throws UnresolvedImageException {
        return switch (wanted) {
            case ImageFromBuild fromBuild ->
                // Only if asked for: who deploys to one place after the other need not say which of both is meant.
                fromBuild.getOutput() == ImageOutput.deployed
                        ? List.of(new RecordOutputs(build, "deployments"))
                        : ofThisBuild(fromBuild.getPlace(), fromBuild.getFile(), notes);
            case ImageFromJob fromJob -> ofBuild(other(fromJob, notes), fromJob);
        };
    }

    /** One build for all that name it so: while it is deployed, another may become the last successful one. */
    private Run<?, ?> other(ImageFromJob wanted, Consumer<String> notes) throws UnresolvedImageException {
        Named key = new Named(wanted.getJob(), wanted.getBuild());
        Run<?, ?> found = named.get(key);
        if (found == null) {
            found = OtherBuild.find(access, running ? build : null, wanted, notes);
            named.put(key, found);
        }
        return found;
    }

    private List<OutputPlace> ofThisBuild(BuildPlace only, String file, Consumer<String> notes)
            throws UnresolvedImageException {
        if (workspace == null && (only == null || only == BuildPlace.workspace)) {
            withoutWorkspace(only, notes);
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
    private void withoutWorkspace(BuildPlace only, Consumer<String> notes) throws UnresolvedImageException {
        if (running && build instanceof AbstractBuild<?, ?>) {
            throw new UnresolvedImageException(Messages.Outputs_LostWorkspace());
        }
        if (!running) {
            notes.accept(Messages.Outputs_WithoutWorkspace());
        }
        if (only == BuildPlace.workspace) {
            throw new UnresolvedImageException(Messages.Outputs_NoWorkspace());
        }
    }

    private List<OutputPlace> ofBuild(Run<?, ?> other, ImageFromJob wanted) {
        String name = other.getParent().getFullName() + " #" + other.getNumber() + "/";
        List<OutputPlace> places = new ArrayList<>();
        if (wanted.getPlace() == null || wanted.getPlace() == JobPlace.artifacts) {
            places.add(new ArtifactOutputs(other, name + "artifact/", access.mayReadArtifacts(other), deadline));
        }
        if (wanted.getFile() == null && (wanted.getPlace() == null || wanted.getPlace() == JobPlace.log)) {
            places.add(new LogOutputs(other, name + "log", deadline));
        }
        if (wanted.getFile() == null && (wanted.getPlace() == null || wanted.getPlace() == JobPlace.deployed)) {
            places.add(new RecordOutputs(other, name + "deployments"));
        }
        return places;
    }
}
