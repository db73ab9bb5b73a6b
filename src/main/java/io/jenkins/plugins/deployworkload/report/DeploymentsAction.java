package io.jenkins.plugins.deployworkload.report;

import hudson.console.HyperlinkNote;
import hudson.model.Api;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.report.progress.BuildProgress;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress;
import io.jenkins.plugins.deployworkload.report.progress.Phase;
import io.jenkins.plugins.deployworkload.report.progress.ProgressRecorder;
import io.jenkins.plugins.deployworkload.rollout.model.RolloutEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The workloads that a build deploys. The action stores their results with the build, shows them and their progress on
 * the build page, and exports them by {@code /api/json} of the build.
 */
@ExportedBean
public final class DeploymentsAction implements RunAction2 {

    /** The version of the stored format, by which future versions of the plugin can recognize older formats. */
    private static final int VERSION = 1;

    /**
     * Limit of stored workloads, which bounds the size of {@code build.xml}. If a build deploys more workloads, the
     * oldest workloads are dropped.
     */
    private static final int MAX_WORKLOADS = 100;

    /** Limit of stored reasons, which bounds the size of {@code build.xml}. */
    private static final int MAX_REFUSALS = 10;

    /** In characters. */
    private static final int MAX_REFUSAL_LENGTH = 2000;

    public static final String URL = "deployments";

    private final int version;

    /** Each change creates a new list, because another thread may be saving or rendering the old list. */
    private volatile ArrayList<DeployedWorkload> workloads = new ArrayList<>();

    /** Why steps of the build were refused before their workloads were known. Each change creates a new list. */
    private volatile ArrayList<String> refusals = new ArrayList<>();

    private transient Run<?, ?> run;

    private transient BuildProgress progress;

    DeploymentsAction() {
        version = VERSION;
    }

    /**
     * Adds workloads to the build, and saves the build.
     *
     * @param deployed the workloads in the order of their descriptions. A workload replaces the entry that the same
     *     deploy added before a restart
     */
    public static void add(Run<?, ?> build, List<DeployedWorkload> deployed) throws IOException {
        synchronized (DeploymentsAction.class) {
            in(build).add(deployed);
        }
        build.save();
        JobDeployments.record(build, deployed);
    }

    /** Adds the reason why a step was refused before its workloads were known, and saves the build. */
    public static void addRefusal(Run<?, ?> build, String message) throws IOException {
        synchronized (DeploymentsAction.class) {
            in(build).addRefusal(message);
        }
        build.save();
    }

    /** Follows a deploy of the build, so that the page of the build shows its progress. */
    public static ProgressRecorder follow(
            Run<?, ?> build, String cluster, String namespace, String workload, boolean dryRun) throws IOException {
        BuildProgress followed;
        boolean isNew;
        synchronized (DeploymentsAction.class) {
            isNew = build.getAction(DeploymentsAction.class) == null;
            followed = in(build).progress;
        }
        if (isNew) {
            // A build that is not saved would have no page for the stored progress after a restart.
            build.save();
        }
        return followed.follow(cluster, namespace, workload, dryRun, RolloutEvent.now());
    }

    /**
     * The progress of a deploy of the build that has ended.
     *
     * @return {@code null} if no progress was stored
     */
    public static DeploymentView progress(Run<?, ?> build, DeployedWorkload workload) {
        DeploymentsAction action = build.getAction(DeploymentsAction.class);
        return action == null ? null : action.progressOf(workload, action.getProgress());
    }

    private static DeploymentsAction in(Run<?, ?> build) {
        DeploymentsAction action = build.getAction(DeploymentsAction.class);
        if (action == null) {
            action = new DeploymentsAction();
            build.addAction(action);
        }
        return action;
    }

    /** The workloads that a build has deployed; empty if there are none. */
    public static List<DeployedWorkload> of(Run<?, ?> build) {
        DeploymentsAction action = build.getAction(DeploymentsAction.class);
        return action == null ? List.of() : action.getWorkloads();
    }

    /** The images of the workloads that a build has deployed and that became healthy, in the order of the workloads. */
    public static List<DeployedImage> images(Run<?, ?> build) {
        return of(build).stream()
                .filter(DeployedWorkload::isRunning)
                .flatMap(workload -> workload.getImages().stream())
                .toList();
    }

    /** Returns the text as a link for the build log. The link leads to the page with the deployed workloads. */
    public static String link(Run<?, ?> build, String text) {
        return HyperlinkNote.encodeTo("/" + build.getUrl() + URL + "/", text);
    }

    /** Sets the lists that are missing in {@code build.xml}: an older version wrote it, or the file was truncated. */
    private Object readResolve() {
        if (refusals == null) {
            refusals = new ArrayList<>();
        }
        if (workloads == null) {
            workloads = new ArrayList<>();
        }
        return this;
    }

    void add(List<DeployedWorkload> deployed) {
        ArrayList<DeployedWorkload> merged = new ArrayList<>(workloads);
        merged.removeIf(known -> deployed.stream().anyMatch(known::isSameAs));
        merged.addAll(deployed);
        workloads = new ArrayList<>(merged.subList(Math.max(0, merged.size() - MAX_WORKLOADS), merged.size()));
    }

    private void addRefusal(String message) {
        ArrayList<String> added = new ArrayList<>(refusals);
        if (added.size() < MAX_REFUSALS) {
            added.add(DisplayNames.truncate(message, MAX_REFUSAL_LENGTH));
            refusals = added;
        }
    }

    /** The version of the stored format. */
    @Exported(visibility = 2)
    public int getVersion() {
        return version;
    }

    @Exported(visibility = 2)
    public List<DeployedWorkload> getWorkloads() {
        return List.copyOf(workloads);
    }

    /** Why steps of the build were refused before their workloads were known. */
    @Exported(visibility = 2)
    public List<String> getRefusals() {
        return List.copyOf(refusals);
    }

    /** All deploys with their objects, the oldest first. */
    @Exported
    public List<DeploymentView> getDeploys() {
        return getProgress().stream().map(DeploymentView::new).toList();
    }

    /** {@code /api/json} of the page. */
    public Api getApi() {
        return new Api(this);
    }

    /** The deploys that have not ended. A build that was killed may have stored some. */
    @Exported(visibility = 2)
    public List<DeploymentView> getRunning() {
        return running(getProgress());
    }

    /**
     * The deploys that have not ended, for pages.
     *
     * @param all see {@link #getProgress}
     */
    public List<DeploymentView> running(List<DeploymentProgress> all) {
        return !isLive()
                ? List.of()
                : all.stream()
                        .filter(deploy -> deploy.phase() != Phase.ENDED)
                        .map(DeploymentView::new)
                        .toList();
    }

    /**
     * The progress of a deploy that has ended, for pages.
     *
     * @param all see {@link #getProgress}
     * @return {@code null} if no progress was stored
     */
    public DeploymentView progressOf(DeployedWorkload workload, List<DeploymentProgress> all) {
        return all.stream()
                .filter(workload::isResultOf)
                // A build can deploy a workload several times.
                .min(Comparator.comparingLong(
                        (DeploymentProgress deploy) -> Math.abs(deploy.startedAt() - workload.getStartedAt())))
                .map(deploy -> new DeploymentView(
                        deploy,
                        workload.getFindings().stream()
                                .map(DeployedFinding::getMessage)
                                .toList()))
                .orElse(null);
    }

    /** The progress of all deploys, for pages. Each call reads files. */
    public List<DeploymentProgress> getProgress() {
        return progress == null ? List.of() : progress.all();
    }

    /** Whether the objects of a deploy are kept, for pages. */
    public boolean hasObjects(DeploymentView deploy) {
        return progress != null && progress.hasObjects(deploy.getId());
    }

    /**
     * The objects of a deploy as YAML, for pages.
     *
     * @param id see {@link DeploymentView#getId}; from the request, so that it can be any text
     * @return {@code null} if they are not kept
     */
    public String objectsOf(String id) {
        return progress == null ? null : progress.objects(id);
    }

    /** Whether a page with this content can change without being loaded again. */
    public boolean isLive() {
        return run != null && progress != null && run.isBuilding();
    }

    /** The version of the page's content, for pages that are live. */
    public String getContentVersion() {
        return (progress == null ? 0 : progress.version()) + "-" + workloads.size() + "-" + refusals.size() + "-"
                + isLive();
    }

    /** Whether the build has something to show. */
    public boolean isFilled() {
        return !workloads.isEmpty() || !refusals.isEmpty() || progress != null && !progress.isEmpty();
    }

    /** The build, for pages. */
    public Run<?, ?> getRun() {
        return run;
    }

    private void attach(Run<?, ?> build) {
        run = build;
        progress = new BuildProgress(build.getRootDir().toPath());
    }

    @Override
    public void onAttached(Run<?, ?> build) {
        attach(build);
    }

    @Override
    public void onLoad(Run<?, ?> build) {
        attach(build);
    }

    /** The icon of the link on the build page; {@code null} for no link if there is nothing to show. */
    @Override
    public String getIconFileName() {
        return isFilled() ? "symbol-cube" : null;
    }

    @Override
    public String getDisplayName() {
        return Messages.DeploymentsAction_displayName();
    }

    @Override
    public String getUrlName() {
        return URL;
    }
}
