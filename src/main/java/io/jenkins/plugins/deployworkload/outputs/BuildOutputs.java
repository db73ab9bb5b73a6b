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

/**
 * The outputs that one deploy can use: those of its own build and those of builds of other jobs. Each place, such as
 * the log, is read only once, when an image needs it.
 */
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
     * @param build     the running build
     * @param workspace the workspace; null if the build has no workspace
     * @param timeout   the limit for reading all places together
     */
    public BuildOutputs(Run<?, ?> build, FilePath workspace, Duration timeout) {
        this(new ReadAccess(build.getParent()), build, true, workspace, timeout);
    }

    private BuildOutputs(ReadAccess access, Run<?, ?> build, boolean running, FilePath workspace, Duration timeout) {
        this.access = access;
        this.build = build;
        this.running = running;
        this.workspace = workspace;
        this.deadline = new ReadDeadline(timeout);
    }

    /**
     * For a preview in the form, the outputs that the completed build {@code last} would find if it ran now.
     *
     * @param last      the last completed build; null if only builds of other jobs are read
     * @param workspace the workspace; null if no workspace is searched
     */
    static BuildOutputs ofCompletedBuild(Job<?, ?> job, Run<?, ?> last, FilePath workspace, Duration timeout) {
        return new BuildOutputs(new ReadAccess(job), last, false, workspace, timeout);
    }

    @Override
    public ChosenImage choose(BuiltImage query, Consumer<String> notes)
            throws UnresolvedImageException, InterruptedException {
        Findings found = Findings.NONE;
        for (OutputPlace place : places(query, notes)) {
            found = found.plus(search(place, query.getFile(), BuiltImageQuery.tool(query), notes));
        }
        return BuiltImageQuery.choose(found, query);
    }

    private Findings search(OutputPlace place, String file, Tool tool, Consumer<String> notes)
            throws UnresolvedImageException, InterruptedException {
        SearchKey key = new SearchKey(place, file, file == null ? null : tool);
        Findings found = searched.get(key);
        if (found == null) {
            try {
                found = place.find(file, key.tool(), notes);
            } catch (IOException e) {
                throw new UnresolvedImageException(Messages.BuildOutputs_cannotRead(
                        LostAgent.caused(e) ? LostAgent.message() : String.valueOf(e.getMessage())));
            }
            searched.put(key, found);
        }
        return found;
    }

    private List<OutputPlace> places(BuiltImage query, Consumer<String> notes) throws UnresolvedImageException {
        return switch (query) {
            case ImageFromBuild fromBuild ->
                // By default, do not search the images that this build has deployed, because an earlier deploy of this
                // build would make the result ambiguous.
                fromBuild.getOutput() == ImageOutput.deployed
                        ? List.of(new DeployedOutputs(build, "deployments"))
                        : placesOfThisBuild(fromBuild.getPlace(), fromBuild.getFile(), notes);
            case ImageFromJob fromJob -> placesOfOtherBuild(otherBuild(fromJob, notes), fromJob);
        };
    }

    /**
     * Finds the build of another job, and returns the same build for the whole deploy. Otherwise a query such as "last
     * successful build" could find a newer build later in the deploy.
     */
    private Run<?, ?> otherBuild(ImageFromJob query, Consumer<String> notes) throws UnresolvedImageException {
        BuildKey key = new BuildKey(query.getJob(), query.getBuild());
        Run<?, ?> found = builds.get(key);
        if (found == null) {
            found = OtherBuildLookup.find(access, running ? build : null, query, notes);
            builds.put(key, found);
        }
        return found;
    }

    private List<OutputPlace> placesOfThisBuild(BuildPlace place, String file, Consumer<String> notes)
            throws UnresolvedImageException {
        if (workspace == null && (place == null || place == BuildPlace.workspace)) {
            reportMissingWorkspace(place, notes);
        }
        List<OutputPlace> places = new ArrayList<>();
        if (workspace != null && (place == null || place == BuildPlace.workspace)) {
            places.add(new WorkspaceOutputs(workspace, build.getStartTimeInMillis(), deadline));
        }
        if (place == null || place == BuildPlace.artifacts) {
            // The permission check is skipped for a running build, which may always read its own artifacts.
            places.add(
                    new ArtifactOutputs(build, "artifact/", running || access.mayReadArtifacts(build), true, deadline));
        }
        if (file == null && (place == null || place == BuildPlace.log)) {
            places.add(new LogOutputs(build, "log", true, deadline));
        }
        return places;
    }

    /**
     * Reports why there is no workspace: a Pipeline step runs outside of {@code node}, or the agent of a freestyle
     * build is offline.
     */
    private void reportMissingWorkspace(BuildPlace place, Consumer<String> notes) throws UnresolvedImageException {
        if (running && build instanceof AbstractBuild<?, ?>) {
            throw new UnresolvedImageException(Messages.BuildOutputs_workspaceOffline());
        }
        if (!running) {
            notes.accept(Messages.BuildOutputs_workspaceNotSearched());
        }
        if (place == BuildPlace.workspace) {
            throw new UnresolvedImageException(Messages.BuildOutputs_noWorkspace());
        }
    }

    private List<OutputPlace> placesOfOtherBuild(Run<?, ?> other, ImageFromJob query) {
        String name = other.getParent().getFullName() + " #" + other.getNumber() + "/";
        List<OutputPlace> places = new ArrayList<>();
        if (query.getPlace() == null || query.getPlace() == JobPlace.artifacts) {
            places.add(new ArtifactOutputs(other, name + "artifact/", access.mayReadArtifacts(other), false, deadline));
        }
        if (query.getFile() == null && (query.getPlace() == null || query.getPlace() == JobPlace.log)) {
            places.add(new LogOutputs(other, name + "log", false, deadline));
        }
        if (query.getFile() == null && (query.getPlace() == null || query.getPlace() == JobPlace.deployed)) {
            places.add(new DeployedOutputs(other, name + "deployments"));
        }
        return places;
    }
}
