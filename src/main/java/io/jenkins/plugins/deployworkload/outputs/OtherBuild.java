package io.jenkins.plugins.deployworkload.outputs;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.PermalinkProjectAction.Permalink;
import hudson.model.Run;
import hudson.security.AccessDeniedException3;
import io.jenkins.plugins.deployworkload.workload.ImageFromJob;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/** Finds the build of another job that a description names. */
final class OtherBuild {

    private OtherBuild() {}

    /**
     * Looks with the authentication of the current thread.
     *
     * @param from the job that asks: names are relative to the folder it is in
     * @throws UnresolvedImageException if there is no such build, or it may not be read, which is the same to who asks
     */
    static Run<?, ?> find(Job<?, ?> from, ImageFromJob wanted) throws UnresolvedImageException {
        Job<?, ?> job = job(from, wanted.getJob());
        String build = wanted.getBuild() == null ? ImageFromJob.DEFAULT_BUILD : wanted.getBuild();
        Run<?, ?> found = build.matches("[0-9]{1,9}")
                ? job.getBuildByNumber(Integer.parseInt(build))
                : permalink(job, build).resolve(job);
        if (found == null) {
            throw new UnresolvedImageException(Messages.OtherBuild_NoBuild(job.getFullName(), build));
        }
        return found;
    }

    private static Job<?, ?> job(Job<?, ?> from, String name) throws UnresolvedImageException {
        Job<?, ?> job;
        try {
            job = Jenkins.get().getItem(name, from, Job.class);
        } catch (AccessDeniedException3 e) {
            // That it is there at all is already more than may be known.
            job = null;
        }
        if (job == null || !job.hasPermission(Item.READ)) {
            throw new UnresolvedImageException(Messages.OtherBuild_NoJob(name, from.getFullName()));
        }
        return job;
    }

    private static Permalink permalink(Job<?, ?> job, String id) throws UnresolvedImageException {
        return job.getPermalinks().stream()
                .filter(link -> link.getId().equals(id))
                .findFirst()
                .orElseThrow(() -> new UnresolvedImageException(Messages.OtherBuild_NoPermalink(
                        id, job.getPermalinks().stream().map(Permalink::getId).collect(Collectors.joining(", ")))));
    }
}
