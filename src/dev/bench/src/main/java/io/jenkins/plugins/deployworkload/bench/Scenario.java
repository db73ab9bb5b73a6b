package io.jenkins.plugins.deployworkload.bench;

import java.util.List;

/** Kind of deploy. */
public enum Scenario {
    FIRST_DEPLOY("first deploy", 1),
    NEW_IMAGE("new image", 2),
    NO_CHANGE("no change", 2);

    public final String title;

    /** Version of the application that is deployed. */
    public final int version;

    Scenario(String title, int version) {
        this.title = title;
        this.version = version;
    }

    /** The scenarios after which controllers have something to do. */
    static List<Scenario> changes() {
        return List.of(FIRST_DEPLOY, NEW_IMAGE);
    }
}
