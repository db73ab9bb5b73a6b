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
 * The workloads that a build has deployed. They are stored with the build, shown on the build page, and exported by
 * {@code /api/json} of the build.
 */
@ExportedBean
public final class DeploymentsAction implements RunAction2 {

    /** The version of the stored format. Future versions of the plugin can recognise older formats by it. */
    private static final int VERSION = 1;

    /** This limit bounds the size of {@code build.xml}. The oldest workloads are dropped first. */
    private static final int MAX_WORKLOADS = 100;

    private static final String URL = "deployments";

    private final int version;

    /** The list is replaced and never modified, because another thread may be saving or rendering the list. */
    private volatile ArrayList<DeployedWorkload> workloads = new ArrayList<>();

    private transient Run<?, ?> run;

    DeploymentsAction() {
        version = VERSION;
    }

    /**
     * Adds workloads to the build, and saves the build.
     *
     * @param deployed the workloads in the order of their descriptions; a workload replaces the entry of the same
     *     deploy that was added before a restart
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

    /** The images of the healthy workloads that a build has deployed, in the order of the workloads. */
    public static List<DeployedImage> images(Run<?, ?> build) {
        return of(build).stream()
                .filter(DeployedWorkload::isRunning)
                .flatMap(workload -> workload.getImages().stream())
                .toList();
    }

    /** Makes a text in the build log a link to the page of the deployed workloads. */
    public static String link(Run<?, ?> build, String text) {
        return HyperlinkNote.encodeTo("/" + build.getUrl() + URL + "/", text);
    }

    /** Sets the list if it is missing, as in a truncated {@code build.xml}. */
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

    /** {@code null} if there are no workloads, so that the build page shows no link. */
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
