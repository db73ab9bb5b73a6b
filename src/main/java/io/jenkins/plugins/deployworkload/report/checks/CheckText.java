package io.jenkins.plugins.deployworkload.report.checks;

import io.jenkins.plugins.deployworkload.report.DeployedFinding;
import io.jenkins.plugins.deployworkload.report.DeployedImage;
import io.jenkins.plugins.deployworkload.report.DeployedObject;
import io.jenkins.plugins.deployworkload.report.DeployedWorkload;
import io.jenkins.plugins.deployworkload.report.DeploymentView;
import io.jenkins.plugins.deployworkload.report.DisplayNames;
import io.jenkins.plugins.deployworkload.report.ObjectRow;
import io.jenkins.plugins.deployworkload.report.checks.DeployCheck.Conclusion;
import io.jenkins.plugins.deployworkload.rollout.model.AppliedObject;
import io.jenkins.plugins.deployworkload.rollout.model.Outcome;
import java.time.Instant;
import java.util.List;

/**
 * Writes the check of a deploy. It tells only what the page of the build shows, in which secrets are masked. Texts are in
 * the language of the controller, as in the log of the build.
 */
public final class CheckText {

    /** In bytes of UTF-8. GitHub allows 65,535 characters, and publishers count them as bytes. */
    static final int MAX_SUMMARY = 65_535;

    /** The limit of objects that run now. The page shows all. */
    private static final int MAX_RUNNING = 50;

    /** Limit of the title in characters. Pages show it on one line. */
    private static final int MAX_TITLE = 255;

    private final BoundedLines lines;
    private final String end;

    private CheckText(String url) {
        end = url == null ? "" : "\n[" + Messages.CheckText_link() + "](<" + url + ">)\n";
        lines = new BoundedLines(MAX_SUMMARY - BoundedLines.size(end) - BoundedLines.size(omission()));
    }

    private static String omission() {
        return "\n" + Messages.CheckText_truncated() + "\n";
    }

    /** The name of the check of an application. It is the same in each build and in each language. */
    public static String name(String application, String cluster, String namespace) {
        return "Deploy Workload / " + application + " (" + cluster + "/" + namespace + ")";
    }

    /**
     * The check of a deploy that runs.
     *
     * @param url the page of the deploy; {@code null} for no link
     */
    static DeployCheck running(
            String cluster, String namespace, String application, boolean dryRun, Instant startedAt, String url) {
        CheckText text = new CheckText(url);
        String where = Markdown.text(namespace);
        String on = Markdown.text(cluster);
        text.lines.add(
                dryRun
                        ? Messages.CheckText_dryRunOf(Markdown.text(application), where, on)
                        : Messages.CheckText_deployOf(Markdown.text(application), where, on));
        return new DeployCheck(
                name(application, cluster, namespace),
                null,
                dryRun ? Messages.CheckText_dryRun() : Messages.CheckText_deploying(),
                text.summary(),
                url,
                startedAt,
                null);
    }

    /**
     * The check of a deploy that has ended.
     *
     * @param progress {@code null} if it is not known
     * @param url the page of the deploy; {@code null} for no link
     */
    static DeployCheck ended(DeployedWorkload deployed, DeploymentView progress, String url) {
        CheckText text = new CheckText(url);
        text.addResult(deployed);
        text.addReasons(deployed.getFurtherFindings());
        text.addImages(deployed.getImages());
        text.addChanges(deployed, progress);
        if (progress != null && !deployed.isDryRun() && deployed.getOutcome() != Outcome.SUCCEEDED) {
            text.addRunning(progress.getTree());
        }
        Instant startedAt = Instant.ofEpochMilli(deployed.getStartedAt());
        return new DeployCheck(
                name(deployed.getName(), deployed.getCluster(), deployed.getNamespace()),
                conclusion(deployed),
                DisplayNames.truncate(deployed.getResult(), MAX_TITLE),
                text.summary(),
                url,
                startedAt,
                startedAt.plusMillis(deployed.getDuration()));
    }

    private static Conclusion conclusion(DeployedWorkload deployed) {
        return switch (deployed.getOutcome()) {
            case SUCCEEDED -> deployed.isRunning() ? Conclusion.SUCCESS : Conclusion.NEUTRAL;
            case FAILED, REFUSED -> Conclusion.FAILURE;
            case TIMED_OUT -> Conclusion.TIMED_OUT;
            case ABORTED, SUPERSEDED -> Conclusion.CANCELED;
        };
    }

    private void addResult(DeployedWorkload deployed) {
        lines.add(Markdown.text(deployed.getMessage()));
        lines.add("");
        lines.add(field(Messages.CheckText_cluster(), Markdown.text(deployed.getCluster())));
        lines.add(field(Messages.CheckText_namespace(), Markdown.text(deployed.getNamespace())));
        if (deployed.getRevision() != null) {
            lines.add(field(Messages.CheckText_revision(), Markdown.code(deployed.getRevision())));
        }
    }

    private static String field(String name, String value) {
        return "- " + name + ": " + value;
    }

    /** The reasons that the message of the result does not tell, as on the page. */
    private void addReasons(List<DeployedFinding> findings) {
        if (!findings.isEmpty()) {
            heading(Messages.CheckText_reasons());
        }
        for (DeployedFinding finding : findings) {
            String advice = Markdown.text(finding.getAdvice());
            lines.add("- " + Markdown.text(finding.getMessage()) + (advice.isEmpty() ? "" : "<br>" + advice));
        }
    }

    private void addImages(List<DeployedImage> images) {
        if (!images.isEmpty()) {
            heading(Messages.CheckText_images());
        }
        for (DeployedImage image : images) {
            String reference = image.getImage() == null ? "" : image.getImage();
            String digest = image.getDigest() == null || reference.contains(image.getDigest())
                    ? ""
                    : " " + Markdown.code(image.getDigest());
            lines.add(field(Markdown.text(image.getContainer()), Markdown.code(reference) + digest));
        }
    }

    private void addChanges(DeployedWorkload deployed, DeploymentView progress) {
        List<Change> changes = progress == null || progress.getObjects().isEmpty()
                ? deployed.getObjects().stream()
                        .map(object -> Change.of(object, deployed))
                        .toList()
                : progress.getObjects().stream()
                        .filter(object -> object.getOperation() != null)
                        .map(Change::of)
                        .toList();
        if (changes.isEmpty()) {
            return;
        }
        heading(deployed.isDryRun() ? Messages.CheckText_plannedChanges() : Messages.CheckText_changes());
        for (Change change : changes) {
            if (!change.isUnchanged()) {
                lines.add(field(change.object(), change.operation()));
                change.fields().forEach(field -> lines.add("  - " + Markdown.code(field)));
            }
        }
        long unchanged = changes.stream().filter(Change::isUnchanged).count();
        if (unchanged > 0) {
            lines.add("- " + Messages.CheckText_unchanged(unchanged));
        }
    }

    /** The objects of the deploy as they are after its end, with the ReplicaSets and pods below them. */
    private void addRunning(List<ObjectRow> tree) {
        List<ObjectRow> running = tree.stream()
                .filter(row -> row.getStatus() != null && !"DELETED".equals(row.getOperation()))
                .toList();
        if (running.isEmpty()) {
            return;
        }
        heading(Messages.CheckText_running());
        running.stream()
                .limit(MAX_RUNNING)
                .forEach(row -> lines.add("  ".repeat(row.getDepth())
                        + field(label(row.getKind(), row.getQualifiedName()), Markdown.text(row.getStatus()))));
        if (running.size() > MAX_RUNNING) {
            lines.add("- " + Messages.CheckText_omitted(running.size() - MAX_RUNNING));
        }
    }

    private void heading(String text) {
        lines.add("");
        lines.add("### " + text);
        lines.add("");
    }

    private String summary() {
        return lines + (lines.isFull() ? omission() : "") + end;
    }

    private static String label(String kind, String name) {
        return Markdown.text(kind + " " + name);
    }

    /** @param fields the changes of fields in a dry run */
    private record Change(String object, String operation, boolean isUnchanged, List<String> fields) {

        static Change of(ObjectRow row) {
            return new Change(
                    label(row.getKind(), row.getQualifiedName()),
                    row.getOperationName(),
                    AppliedObject.Operation.UNCHANGED.name().equals(row.getOperation()),
                    row.getChanges());
        }

        static Change of(DeployedObject object, DeployedWorkload deployed) {
            boolean isOutside =
                    object.getNamespace() != null && !object.getNamespace().equals(deployed.getNamespace());
            return new Change(
                    label(
                            object.getKind(),
                            isOutside ? object.getNamespace() + "/" + object.getName() : object.getName()),
                    object.getOperationName(),
                    object.getOperation() == AppliedObject.Operation.UNCHANGED,
                    List.of());
        }
    }
}
