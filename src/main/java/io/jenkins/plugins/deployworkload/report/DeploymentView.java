package io.jenkins.plugins.deployworkload.report;

import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress;
import io.jenkins.plugins.deployworkload.report.progress.DeploymentProgress.TimelineEntry;
import io.jenkins.plugins.deployworkload.report.progress.Phase;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The progress of a deploy for pages and {@code /api/json}, in the reader's language. */
@ExportedBean(defaultVisibility = 3)
public final class DeploymentView {

    /** The width of the drawn timeline in units of its own. */
    private static final int WIDTH = 1000;

    /** A phase of a few milliseconds is still visible. */
    private static final int MIN_WIDTH = 4;

    private final DeploymentProgress progress;
    private final long now;
    private final List<String> told;

    DeploymentView(DeploymentProgress progress) {
        this(progress, System.currentTimeMillis(), List.of());
    }

    /** @param told messages of findings that the page shows beside the timeline */
    DeploymentView(DeploymentProgress progress, List<String> told) {
        this(progress, System.currentTimeMillis(), told);
    }

    /** @param now in milliseconds since 1970 */
    DeploymentView(DeploymentProgress progress, long now) {
        this(progress, now, List.of());
    }

    private DeploymentView(DeploymentProgress progress, long now, List<String> told) {
        this.progress = progress;
        this.now = now;
        this.told = List.copyOf(told);
    }

    /** Identifies the deploy among those of its build. */
    public String getId() {
        return progress.id();
    }

    @Exported
    public String getCluster() {
        return progress.cluster();
    }

    @Exported
    public String getNamespace() {
        return progress.namespace();
    }

    @Exported
    public String getName() {
        return progress.workload();
    }

    @Exported
    public Phase getPhase() {
        return progress.phase();
    }

    /** The start time in milliseconds since 1970. */
    @Exported
    public long getStartedAt() {
        return progress.startedAt();
    }

    /** When the deploy ends if it is not healthy, in milliseconds since 1970; 0 before it is known. */
    @Exported
    public long getDeadline() {
        return progress.deadline();
    }

    /** Workload, namespace and cluster. */
    public String getTitle() {
        return Messages.DeployedWorkload_title(progress.workload(), progress.namespace(), progress.cluster());
    }

    public String getPhaseName() {
        return name(progress.phase());
    }

    /** Whether a deadline can be shown. */
    public boolean isCountingDown() {
        return progress.phase() != Phase.ENDED && progress.deadline() > now;
    }

    /** The objects of the deploy. */
    public List<ObjectRow> getObjects() {
        return progress.objects().stream()
                .map(object -> ObjectRow.of(object, progress))
                .toList();
    }

    /** The objects of the deploy, each with the ReplicaSets and pods below it. */
    @Exported
    public List<ObjectRow> getTree() {
        return ObjectRow.tree(progress);
    }

    /** How many ReplicaSets and pods the tree leaves out; {@code null} for none. */
    public String getOmitted() {
        int omitted = progress.tree().omitted();
        return omitted == 0 ? null : Messages.DeploymentView_omitted(omitted);
    }

    public List<Entry> getTimeline() {
        return progress.timeline().stream()
                .map(entry -> new Entry(entry, text(entry)))
                .toList();
    }

    /** A finding that the page tells in full beside the timeline is shortened to its first sentence. */
    private String text(TimelineEntry entry) {
        if (entry.phase() != null) {
            return name(entry.phase());
        }
        if (entry.text() == null) {
            return "";
        }
        int end = entry.text().indexOf(". ") + 1;
        String sentence = end == 0 ? entry.text() : entry.text().substring(0, end);
        return told.stream().anyMatch(message -> message.startsWith(sentence)) ? sentence : entry.text();
    }

    /** Whether the objects show what a deploy would do. */
    public boolean isDryRun() {
        return progress.dryRun();
    }

    /** The phases as bars beside each other, which together have the width {@link #WIDTH}. */
    public List<Bar> getBars() {
        List<TimelineEntry> phases = progress.timeline().stream()
                .filter(entry -> entry.phase() != null)
                .toList();
        long end = progress.phase() == Phase.ENDED ? progress.endedAt() : now;
        long total = Math.max(1, end - progress.startedAt());
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < phases.size(); i++) {
            TimelineEntry entry = phases.get(i);
            if (entry.phase() != Phase.ENDED) {
                int from = position(entry.time(), total);
                int to = position(i + 1 < phases.size() ? phases.get(i + 1).time() : end, total);
                bars.add(new Bar(entry.phase(), from, Math.max(MIN_WIDTH, to - from)));
            }
        }
        return bars;
    }

    /** Where findings and warnings came, on the same scale as the bars. */
    public List<Integer> getMarks() {
        long end = progress.phase() == Phase.ENDED ? progress.endedAt() : now;
        long total = Math.max(1, end - progress.startedAt());
        return progress.timeline().stream()
                .filter(entry -> entry.phase() == null)
                .map(entry -> position(entry.time(), total))
                .toList();
    }

    private int position(long time, long total) {
        return Math.clamp((time - progress.startedAt()) * WIDTH / total, 0, WIDTH);
    }

    private static String name(Phase phase) {
        return switch (phase) {
            case PREPARING -> Messages.DeploymentView_preparing();
            case APPLYING -> Messages.DeploymentView_applying();
            case WAITING -> Messages.DeploymentView_waiting();
            case ROLLING_BACK -> Messages.DeploymentView_rollingBack();
            case ENDED -> Messages.DeploymentView_ended();
        };
    }

    /** A phase of the drawn timeline. */
    public record Bar(Phase phase, int from, int width) {

        public int getFrom() {
            return from;
        }

        public int getWidth() {
            return width;
        }

        /** The CSS class. */
        public String getStyle() {
            return "deploy-workload-bar--"
                    + phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public String getTitle() {
            return DeploymentView.name(phase);
        }
    }

    /** A line of the written timeline. */
    public static final class Entry {

        private final TimelineEntry entry;
        private final String text;

        Entry(TimelineEntry entry, String text) {
            this.entry = entry;
            this.text = text;
        }

        public Date getTime() {
            return new Date(entry.time());
        }

        public String getText() {
            return text;
        }

        /** Whether the line is a finding or a warning. */
        public boolean isFinding() {
            return entry.phase() == null;
        }
    }
}
