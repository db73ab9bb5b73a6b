package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes {@code docs/diagnosis-table.md}, which shows {@code reasons.txt}. */
final class ReasonPage {

    private static final Map<String, String> MEASURED = KubernetesReason.measuredSeconds();

    private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

    static {
        SECTIONS.put("waiting", "A container waits to start");
        SECTIONS.put("terminated", "A container has terminated for the third time");
        SECTIONS.put("terminated-once", "A container has terminated once or twice");
        SECTIONS.put("starting", "Warning events before the first container starts");
        SECTIONS.put("running", "Warning events of a running container");
        SECTIONS.put("unscheduled", "The pod is not scheduled: condition `PodScheduled=False`");
        SECTIONS.put("unscheduled-event", "The pod is not scheduled, and only an event says why");
        SECTIONS.put("failed", "The pod has failed");
        SECTIONS.put("claim", "Warning events of a PersistentVolumeClaim");
        SECTIONS.put("controller", "Warning events of a controller");
        SECTIONS.put("autoscaler", "Warning events of a HorizontalPodAutoscaler");
    }

    private static final String INTRODUCTION = """
            # Reasons that keep a pod from running

            The reasons and messages of Kubernetes 1.37.2, containerd 2.4, CRI-O 1.36 and the CSI sidecars, what the deploy says about each, and when it ends
            the wait. [Diagnosis](diagnosis.md) explains the signals and the times. `KubernetesReasonTest` checks every row by a controlled clock, and
            `KubernetesReasonsTest` plays the rows on a real control plane: once lasting, and once healing, where the deploy succeeds. Each build plays every sixth
            row, and `-Dreasons.full` plays all.

            Measured is the time from the first appearance of the reason in the cluster to the failure of the deploy (`ReasonTimesTest`, 40 deploys at a
            time, on two cores beside other load). The wait can end somewhat later than the grace period, because a second pod shows the reason later.

            Source is the file and line where the component forms the reason or the message; `{pod}`, `{ns}` and `{uid}` stand for name, namespace and UID of
            the pod.
            """;

    private ReasonPage() {}

    static Path path() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/diagnosis.md"))) {
            directory = directory.getParent();
        }
        return directory.resolve("docs/diagnosis-table.md");
    }

    static String text(List<KubernetesReason> reasons) {
        Map<String, List<KubernetesReason>> byState =
                reasons.stream().collect(Collectors.groupingBy(KubernetesReason::state));
        return INTRODUCTION
                + SECTIONS.entrySet().stream()
                        .map(section -> section(section.getValue(), byState.get(section.getKey())))
                        .collect(Collectors.joining());
    }

    private static String section(String title, List<KubernetesReason> reasons) {
        return "\n## " + title
                + "\n\n| Reason | Message | Signal | The deploy says | Ends the wait | Measured | Source |\n"
                + "|---|---|---|---|---|---|---|\n"
                + reasons.stream().map(ReasonPage::row).collect(Collectors.joining());
    }

    private static String row(KubernetesReason reason) {
        int space = reason.source().indexOf(' ');
        String measured = MEASURED.get(reason.key());
        return "| `%s` | %s | `%s` | %s | %s | %s | %s `%s` |\n"
                .formatted(
                        reason.reason(),
                        reason.message().isEmpty() ? "" : "`" + reason.message() + "`",
                        reason.signal(),
                        reason.summary(),
                        reason.ends(),
                        measured == null ? "" : measured + " s",
                        reason.source().substring(0, space),
                        reason.source().substring(space + 1));
    }
}
