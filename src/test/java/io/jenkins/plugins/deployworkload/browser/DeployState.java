package io.jenkins.plugins.deployworkload.browser;

import java.util.List;
import java.util.Locale;

/** A state of a build's deploy, and what the page of the deploy tells about it. */
enum DeployState {
    HEALTHY(Icon.SUCCESS, "Succeeded after", "성공 (", "nginx:1.27", "ReplicaSet", "Pod"),
    FAILED(Icon.FAILURE, "Failed after", "실패 (", Image.LONG, "The image name is invalid.", "InvalidImageName"),
    ROLLED_BACK(
            Icon.FAILURE,
            "rolled back to the last healthy revision, nginx:1.27 from build page-rolled-back #1",
            "마지막 정상 리비전으로 롤백됨: 빌드 page-rolled-back #1의 nginx:1.27",
            "nginx:1.28",
            "The image name is invalid.",
            "Runs now: nginx:1.27, from build page-rolled-back #1."),
    ABORTED(Icon.NO_VERDICT, "Aborted after", "중단됨 (", "nginx:1.27", "ReplicaSet"),
    SUPERSEDED(Icon.NO_VERDICT, "Superseded after", "대체됨 (", "nginx:1.27", "page-superseded #2"),
    WAITING(
            Icon.RUNNING,
            "Waiting until the objects are healthy",
            "오브젝트가 정상 상태가 될 때까지 대기 중",
            "No node can run the pod.",
            "Unschedulable"),
    NOT_AWAITED(Icon.UNKNOWN, "Applied after", "적용됨 (", "nginx:1.27", "Deployment"),
    DRY_RUN(Icon.SUCCESS, "Dry run: Succeeded after", "드라이 런: 성공 (", "image: nginx:1.27 -> nginx:1.28"),
    REFUSED(Icon.FAILURE, "Refused", "거부됨", "absent-namespace");

    /** A class of its own, because the constants of an enum cannot use its static fields. */
    private static final class Image {

        /** Has no place to break. */
        private static final String LONG =
                "registry.example/shop/frontend/checkout-service-with-a-long-name:1.28.0-rc.1@sha256:"
                        + "0123456789abcdef".repeat(4);
    }

    /** A status icon of Jenkins, by a part that only this icon has, as a selector. */
    enum Icon {
        SUCCESS("[stroke='var(--success-color)']"),
        FAILURE("[stroke='var(--red)']"),
        NO_VERDICT("[stroke='var(--text-color-secondary)']"),
        UNKNOWN("circle[fill='var(--blue)']"),
        RUNNING("[data-symbol-animation]");

        private final String part;

        Icon(String part) {
            this.part = part;
        }

        String part() {
            return part;
        }
    }

    private final Icon icon;
    private final String english;
    private final String korean;
    private final List<String> details;

    /**
     * @param english the words for the state
     * @param korean the same words in Korean
     * @param details in both languages: names, and texts that the deploy has stored
     */
    DeployState(Icon icon, String english, String korean, String... details) {
        this.icon = icon;
        this.english = english;
        this.korean = korean;
        this.details = List.of(details);
    }

    /** The name of the job and of its application. */
    String jobName() {
        return "page-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Icon icon() {
        return icon;
    }

    String words(Language language) {
        return language == Language.KOREAN ? korean : english;
    }

    List<String> details() {
        return details;
    }

    /** Whether the build has a deploy that became healthy, so that it can be deployed again. */
    boolean isRedeployable() {
        return this == HEALTHY;
    }

    /** Whether a deploy of the job has ended and left something in the cluster. */
    boolean hasCurrent() {
        return this != WAITING && this != REFUSED;
    }

    /** The image that runs now. */
    String currentImage() {
        return switch (this) {
            case FAILED -> failingImage();
            case SUPERSEDED -> "nginx:1.28";
            default -> "nginx:1.27";
        };
    }

    /** The image of the build {@link #FAILED}. */
    static String failingImage() {
        return Image.LONG;
    }

    /** The state of the deploy that left what runs now. */
    DeployState current() {
        return switch (this) {
            case ROLLED_BACK, DRY_RUN, SUPERSEDED -> HEALTHY;
            default -> this;
        };
    }
}
