package io.jenkins.plugins.deployworkload.outputs;

import hudson.model.Cause;
import hudson.model.Job;
import hudson.model.PermalinkProjectAction.Permalink;
import hudson.model.Result;
import hudson.model.Run;
import hudson.security.AccessDeniedException3;
import io.jenkins.plugins.deployworkload.workload.image.ImageFromJob;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/** Finds the build of another job that a description names. */
final class OtherBuildLookup {

    private OtherBuildLookup() {}

    /**
     * Looks with the authentication of the current thread.
     *
     * @param access of the job that asks: names are relative to the folder it is in
     * @param asking the build that asks; null for a form
     * @param notes  hears if the build did not succeed
     * @throws UnresolvedImageException if there is no such build, or it still runs, or it may not be read, which is as if
     *     there were none
     */
    static Run<?, ?> find(ReadAccess access, Run<?, ?> asking, ImageFromJob wanted, Consumer<String> notes)
            throws UnresolvedImageException {
        Job<?, ?> job = job(access, wanted.getJob());
        String build = wanted.getBuild() == null ? ImageFromJob.DEFAULT_BUILD : wanted.getBuild();
        Integer number = number(job, build);
        Run<?, ?> found = number == null ? permalink(job, build).resolve(job) : job.getBuildByNumber(number);
        if (found == null) {
            throw new UnresolvedImageException(Messages.OtherBuildLookup_NoBuild(job.getFullName(), build));
        }
        String name = job.getFullName() + " #" + found.getNumber();
        if (found.isBuilding()) {
            if (!isUpstreamOf(found, asking)) {
                throw new UnresolvedImageException(Messages.OtherBuildLookup_Running(name));
            }
            notes.accept(Messages.OtherBuildLookup_UpstreamStillRunning(name));
        } else if (found.getResult() != Result.SUCCESS) {
            notes.accept(Messages.OtherBuildLookup_Result(name, String.valueOf(found.getResult())));
        }
        return found;
    }

    private static Job<?, ?> job(ReadAccess access, String name) throws UnresolvedImageException {
        Job<?, ?> from = access.requestingJob();
        Job<?, ?> job;
        try {
            job = Jenkins.get().getItem(name, from, Job.class);
        } catch (AccessDeniedException3 e) {
            // That it is there at all is already more than may be known.
            job = null;
        }
        if (job == null || !access.mayRead(job)) {
            String none = Messages.OtherBuildLookup_NoJob(name, from.getFullName());
            throw new UnresolvedImageException(
                    ReadAccess.isSystem() ? none + ". " + Messages.OtherBuildLookup_RunsAsSystem() : none);
        }
        return job;
    }

    /** Of a number, or of the address of a build of this job, which is what a run parameter stands for; null for other texts. */
    private static Integer number(Job<?, ?> job, String build) {
        String address = Pattern.quote(Jenkins.get().getRootUrl() + job.getUrl());
        String number = build.replaceFirst("^" + address + "([0-9]+)/$", "$1");
        return number.matches("[0-9]{1,9}") ? Integer.valueOf(number) : null;
    }

    /** A build that starts others and waits for them has them deploy what it made. */
    private static boolean isUpstreamOf(Run<?, ?> build, Run<?, ?> other) {
        return other != null
                && other.getCauses().stream()
                        .anyMatch(cause -> cause instanceof Cause.UpstreamCause upstream
                                && upstream.getUpstreamBuild() == build.getNumber()
                                && upstream.getUpstreamProject()
                                        .equals(build.getParent().getFullName()));
    }

    private static Permalink permalink(Job<?, ?> job, String id) throws UnresolvedImageException {
        return job.getPermalinks().stream()
                .filter(link -> link.getId().equals(id))
                .findFirst()
                .orElseThrow(() -> new UnresolvedImageException(Messages.OtherBuildLookup_NoPermalink(
                        id, job.getPermalinks().stream().map(Permalink::getId).collect(Collectors.joining(", ")))));
    }
}
