package io.jenkins.plugins.deployworkload.rollout.model.owner;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Set;

/**
 * The origin of a deploy: the owner that the application gets, and the owners whose applications it may change.
 *
 * @param owner the owner of the application after this deploy; {@code null} for nobody
 * @param ids the {@link Owner#id} of all owners whose applications may be deployed: the owner itself, and what belongs
 *     to it. A folder may deploy what one of its jobs owned before the folder became the owner
 * @param build the build that deploys, such as {@code shop/web #17}, for messages; {@code null} for no build
 * @param isPullRequest {@code true} for a pull request, which may not take over an application that nobody owns; else
 *     {@code null}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Deployer(Owner owner, Set<String> ids, String build, Boolean isPullRequest) {

    /** Deploys without an owner, such as the runner. It may deploy only applications that nobody owns. */
    public static final Deployer NOBODY = new Deployer(null, Set.of(), null);

    /** Not a pull request. */
    public Deployer(Owner owner, Set<String> ids, String build) {
        this(owner, ids, build, null);
    }

    @JsonCreator
    public Deployer {
        ids = ids == null ? Set.of() : Set.copyOf(ids);
    }

    /** @param recorded the owner of an application; {@code null} if nobody owns it */
    public boolean mayDeploy(Owner recorded) {
        return recorded == null
                || owner != null && owner.instance().equals(recorded.instance()) && ids.contains(recorded.id());
    }

    /**
     * Whether a build belongs to the job that deploys.
     *
     * @param other the name of a build, such as {@code shop/web #16}
     */
    public boolean isOfSameJob(String other) {
        return build != null && jobOf(build).equals(jobOf(other));
    }

    private static String jobOf(String build) {
        int end = build.lastIndexOf(" #");
        return end < 0 ? build : build.substring(0, end);
    }

    /** Whether the owner is the only one whose applications this deploy may change, so that no other job shares them. */
    public boolean ownsAlone(Owner recorded) {
        return recorded != null && ids.size() == 1 && keeps(recorded);
    }

    /** Whether this deploy may take over an application that exists already and that nobody owns. */
    public boolean mayTakeOver() {
        return !Boolean.TRUE.equals(isPullRequest);
    }

    /** Whether an application of this owner keeps its owner with this deploy. */
    public boolean keeps(Owner recorded) {
        return recorded == null
                ? owner == null
                : owner != null
                        && owner.instance().equals(recorded.instance())
                        && owner.id().equals(recorded.id());
    }
}
