package io.jenkins.plugins.deployworkload.report;

import hudson.console.HyperlinkNote;
import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The workloads that a build has deployed. The action stores the workloads with the build, shows them on the build
 * page, and exports them by {@code /api/json} of the build.
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

    private static final String URL = "deployments";

    private final int version;

    /** Each change creates a new list, because another thread may be saving or rendering the old list. */
    private volatile ArrayList<DeployedWorkload> workloads = new ArrayList<>();

    private transient Run<?, ?> run;

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
            DeploymentsAction action = build.getAction(DeploymentsAction.class);
            if (action == null) {
                action = new DeploymentsAction();
                build.addAction(action);
            }
            action.add(deployed);
        }
        build.save();
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

    /** Sets an empty list if the list is missing in {@code build.xml}, for example because the file was truncated. */
    private Object readResolve() {
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

    /** The version of the stored format. */
    @Exported(visibility = 2)
    public int getVersion() {
        return version;
    }

    @Exported(visibility = 2)
    public List<DeployedWorkload> getWorkloads() {
        return List.copyOf(workloads);
    }

    /** The build, for pages. */
    public Run<?, ?> getRun() {
        return run;
    }

    @Override
    public void onAttached(Run<?, ?> build) {
        run = build;
    }

    @Override
    public void onLoad(Run<?, ?> build) {
        run = build;
    }

    /** The icon of the link on the build page; {@code null} for no link if there are no workloads. */
    @Override
    public String getIconFileName() {
        return workloads.isEmpty() ? null : "symbol-cube";
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
