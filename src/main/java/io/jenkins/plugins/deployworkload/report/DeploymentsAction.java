package io.jenkins.plugins.deployworkload.report;

import hudson.console.HyperlinkNote;
import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What the steps of a build have deployed: kept with the build, shown on its page, and told by its {@code /api/json}. */
@ExportedBean
public final class DeploymentsAction implements RunAction2 {

    /** Of the kept format, for those that come after. */
    private static final int VERSION = 1;

    /** More than that is no list that anybody reads; the oldest go first. */
    private static final int MAX_WORKLOADS = 100;

    private static final String URL = "deployments";

    private final int version;

    /** Never changed, but replaced: it may be being written or shown. */
    private volatile ArrayList<DeployedWorkload> workloads = new ArrayList<>();

    private transient Run<?, ?> run;

    DeploymentsAction() {
        version = VERSION;
    }

    /**
     * Adds to what a build keeps, and saves it.
     *
     * @param deployed in the order of their descriptions; one that is kept already, as far as it had got before a restart, is
     *     replaced
     */
    public static void add(Run<?, ?> build, List<DeployedWorkload> deployed) throws IOException {
        synchronized (DeploymentsAction.class) {
            DeploymentsAction record = build.getAction(DeploymentsAction.class);
            if (record == null) {
                record = new DeploymentsAction();
                build.addAction(record);
            }
            record.add(deployed);
        }
        build.save();
    }

    /** What a build has deployed; empty for none. */
    public static List<DeployedWorkload> of(Run<?, ?> build) {
        DeploymentsAction record = build.getAction(DeploymentsAction.class);
        return record == null ? List.of() : record.getWorkloads();
    }

    /** The images of what a build has deployed and seen to run, in that order. */
    public static List<DeployedImage> images(Run<?, ?> build) {
        return of(build).stream()
                .filter(DeployedWorkload::isRunning)
                .flatMap(workload -> workload.getImages().stream())
                .toList();
    }

    /** A text of the build's log as a link to its record. */
    public static String link(Run<?, ?> build, String text) {
        return HyperlinkNote.encodeTo("/" + build.getUrl() + URL + "/", text);
    }

    /** Of a file that somebody has cut short, nothing is known. */
    private Object readResolve() {
        if (workloads == null) {
            workloads = new ArrayList<>();
        }
        return this;
    }

    void add(List<DeployedWorkload> deployed) {
        ArrayList<DeployedWorkload> all = new ArrayList<>(workloads);
        all.removeIf(known -> deployed.stream().anyMatch(known::isSameAs));
        all.addAll(deployed);
        workloads = new ArrayList<>(all.subList(Math.max(0, all.size() - MAX_WORKLOADS), all.size()));
    }

    /** Of the kept format. */
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

    /** No link at the side without anything behind it. */
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
