package io.jenkins.plugins.deployworkload.rollout.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** A kind of trouble. What exactly happens, and when, is drawn for each run. */
sealed interface Cell permits WireCell, ProxyCell, RbacCell, PlaneCell {

    /** No trouble lasts as long. */
    Duration PATIENCE = Duration.ofSeconds(60);

    /** Before it waits a rollout sends about as many requests. */
    int REQUESTS = 20;

    /** All of them, from the wire up. */
    static List<Cell> all() {
        List<Cell> all = new ArrayList<>();
        all.addAll(List.of(WireCell.values()));
        all.addAll(List.of(ProxyCell.values()));
        all.addAll(List.of(RbacCell.values()));
        all.addAll(List.of(PlaneCell.values()));
        return all;
    }

    String name();

    /** What happens, for a reader of the table. */
    String does();

    /** What a truthful rollout may say of it. */
    Pattern said();

    /**
     * Sets it up for one rollout.
     *
     * @param run counts the runs of a cell, from 0 on
     */
    Trouble open(Site site, Random random, int run);

    /** What is deployed in a run: all stories in turn, where the trouble does not say which. */
    default Story story(int run) {
        List<Story> all = List.of(Story.values());
        return all.get(Math.floorMod(run * 3 + name().hashCode(), all.size()));
    }

    /** How long a rollout may take. */
    default Duration patience() {
        return PATIENCE;
    }

    /** Whether it takes too long for every build. */
    default boolean byHandOnly() {
        return false;
    }

    /** Whether everybody suffers, also who deploys without this cell's trouble. */
    default boolean isOutage() {
        return false;
    }
}
