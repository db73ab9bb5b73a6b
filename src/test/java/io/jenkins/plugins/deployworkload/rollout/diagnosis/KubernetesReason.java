package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A reason that keeps a pod from running, in the words of the component that reports it, and the finding about it. The
 * file {@code reasons.txt} has one of them in each line. In messages, {@code {pod}}, {@code {ns}} and {@code {uid}} stand for
 * name, namespace and UID of the pod.
 *
 * @param signal the expected signal
 * @param ends when the finding ends the wait: {@code never}, {@code at once}, or a time such as {@code 20 s}; {@code 3 min
 *     as ClaimPending} if another signal about the same problem does
 * @param state where the reason shows: see {@link #podStatus} and {@link #event}
 * @param reason the reason; for a terminated container followed by the exit code
 * @param message the message
 * @param summary the expected sentence
 * @param source the component, its file and the line
 */
record KubernetesReason(
        String signal, String ends, String state, String reason, String message, String summary, String source) {

    private static final Pattern TIME = Pattern.compile("(\\d+) (s|min)(?: as (\\w+))?");

    static List<KubernetesReason> all() {
        return lines("reasons.txt").map(KubernetesReason::parse).toList();
    }

    private static Stream<String> lines(String file) {
        try (InputStream input = KubernetesReason.class.getResourceAsStream(file)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Identifies the reason in {@code reason-times.txt}. */
    String key() {
        return state + " | " + reason + " | " + message;
    }

    /**
     * The measured time from the reason's first appearance to the failure of the deploy, in seconds, by {@link #key};
     * written by {@code ReasonTimesTest}.
     */
    static Map<String, String> measuredSeconds() {
        return lines("reason-times.txt")
                .map(line -> line.split(" \\| ", 2))
                .collect(Collectors.toMap(columns -> columns[1], columns -> columns[0]));
    }

    private static KubernetesReason parse(String line) {
        String[] columns = line.split(" \\| ", -1);
        if (columns.length != 7) {
            throw new IllegalArgumentException(line);
        }
        return new KubernetesReason(columns[0], columns[1], columns[2], columns[3], columns[4], columns[5], columns[6]);
    }

    boolean isFailure() {
        return !ends.equals("never");
    }

    /** The documented time after which the finding ends the wait; empty if it never does. */
    Optional<Duration> grace() {
        if (!isFailure()) {
            return Optional.empty();
        }
        if (ends.equals("at once")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher time = TIME.matcher(ends);
        if (!time.matches()) {
            throw new IllegalArgumentException(ends);
        }
        long number = Long.parseLong(time.group(1));
        return Optional.of(time.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number));
    }

    /** The signal that ends the wait. */
    String endingSignal() {
        Matcher time = TIME.matcher(ends);
        return time.matches() && time.group(3) != null ? time.group(3) : signal;
    }

    /** Whether the reason is about a pod. If not, it is about a controller or autoscaler. */
    boolean isAboutPod() {
        return !state.equals("controller") && !state.equals("autoscaler");
    }

    /** Whether the pod has no node yet. */
    boolean isUnscheduled() {
        return state.startsWith("unscheduled") || state.equals("claim");
    }

    String message(Pod pod) {
        return message.replace("{pod}", pod.getMetadata().getName())
                .replace("{ns}", String.valueOf(pod.getMetadata().getNamespace()))
                .replace("{uid}", pod.getMetadata().getUid());
    }

    /** The changed status of the pod, as JSON. */
    String podStatus(Pod pod) {
        String message = message(pod);
        return switch (state) {
            case "waiting" -> containerStatus(waiting(reason, message), "{}", 0, true);
            case "terminated", "terminated-once" -> {
                int restarts = state.equals("terminated") ? 2 : 1;
                int space = reason.lastIndexOf(' ');
                String backOff = "back-off %ds restarting failed container=app pod=%s_%s(%s)"
                        .formatted(
                                10 * restarts,
                                pod.getMetadata().getName(),
                                pod.getMetadata().getNamespace(),
                                pod.getMetadata().getUid());
                yield containerStatus(
                        waiting("CrashLoopBackOff", backOff),
                        "{\"terminated\":{\"reason\":\"%s\",\"exitCode\":%s,\"message\":%s,\"finishedAt\":\"%s\"}}"
                                .formatted(
                                        reason.substring(0, space),
                                        reason.substring(space + 1),
                                        SymptomPlayer.quote(message),
                                        now()),
                        restarts,
                        true);
            }
            case "starting" -> containerStatus(waiting("ContainerCreating", null), "{}", 0, false);
            case "running" -> containerStatus("{\"running\":{\"startedAt\":\"%s\"}}".formatted(now()), "{}", 0, true);
            case "unscheduled" ->
                "{\"phase\":\"Pending\",\"conditions\":["
                        + SymptomPlayer.conditionJson("PodScheduled", "False", reason, message) + "]}";
            case "claim" ->
                "{\"phase\":\"Pending\",\"conditions\":["
                        + SymptomPlayer.conditionJson(
                                "PodScheduled",
                                "False",
                                "Unschedulable",
                                "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims.")
                        + "]}";
            case "failed" ->
                "{\"phase\":\"Failed\",\"reason\":\"%s\",\"message\":%s}"
                        .formatted(reason, SymptomPlayer.quote(message));
            default -> "{\"phase\":\"Pending\"}";
        };
    }

    private static String waiting(String reason, String message) {
        return "{\"waiting\":{\"reason\":\"%s\",\"message\":%s}}".formatted(reason, SymptomPlayer.quote(message));
    }

    private static String containerStatus(String containerState, String lastState, int restarts, boolean sandbox) {
        String unready = "containers with unready status: [app]";
        return ("{\"phase\":\"Pending\",\"conditions\":[%s,%s,%s,%s],\"containerStatuses\":[{\"name\":\"app\","
                        + "\"image\":\"nginx:1\",\"imageID\":\"\",\"ready\":false,\"started\":false,\"restartCount\":%d,"
                        + "\"state\":%s,\"lastState\":%s}]}")
                .formatted(
                        SymptomPlayer.conditionJson(
                                "PodReadyToStartContainers", sandbox ? "True" : "False", null, null),
                        SymptomPlayer.conditionJson("Initialized", "True", null, null),
                        SymptomPlayer.conditionJson("ContainersReady", "False", "ContainersNotReady", unready),
                        SymptomPlayer.conditionJson("Ready", "False", "ContainersNotReady", unready),
                        restarts,
                        containerState,
                        lastState);
    }

    /**
     * The warning event that shows the reason; empty if only the status of the pod shows it.
     *
     * @param object the pod, or the controller if the reason is not about a pod
     */
    Optional<EventBuilder> event(HasMetadata object) {
        return switch (state) {
            case "starting", "unscheduled-event", "controller" -> Optional.of(warning(object, null));
            case "running" -> Optional.of(warning(object, "spec.containers{app}"));
            case "claim" ->
                Optional.of(warning(
                        new PersistentVolumeClaimBuilder()
                                .withNewMetadata()
                                .withName("data")
                                .withUid("claim")
                                .endMetadata()
                                .build(),
                        null));
            case "autoscaler" ->
                Optional.of(warning(
                        new HorizontalPodAutoscalerBuilder()
                                .withNewMetadata()
                                .withName("web")
                                .withUid("autoscaler")
                                .endMetadata()
                                .build(),
                        null));
            default -> Optional.empty();
        };
    }

    private EventBuilder warning(HasMetadata object, String fieldPath) {
        return new EventBuilder()
                .withNewMetadata()
                .withName(object.getMetadata().getName() + "." + UUID.randomUUID())
                .withUid(UUID.randomUUID().toString())
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(object.getApiVersion())
                .withKind(object.getKind())
                .withNamespace(object.getMetadata().getNamespace())
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
                .withFieldPath(fieldPath)
                .endInvolvedObject()
                .withType("Warning")
                .withReason(reason)
                .withMessage(object instanceof Pod pod ? message(pod) : message)
                .withNewSource("played", null)
                .withCount(1)
                .withFirstTimestamp(now())
                .withLastTimestamp(now());
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public String toString() {
        return "%s: %s %s".formatted(state, reason, message);
    }
}
