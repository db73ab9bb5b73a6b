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

/** Finds a build of another job from which a workload takes an image. */
final class OtherBuildLookup {

    private OtherBuildLookup() {}

    /**
     * Finds the build, with the permissions of the current thread's authentication.
     *
     * @param access     the access of the requesting job. The query names the other job relative to the requesting
     *     job's folder
     * @param requesting the build that deploys; null if a form shows a preview
     * @param notes      receives a sentence if the found build did not succeed
     * @throws UnresolvedImageException if the build does not exist, is still running or may not be read. A job that may
     *     not be read and a job that does not exist cause the same message
     */
    static Run<?, ?> find(ReadAccess access, Run<?, ?> requesting, ImageFromJob query, Consumer<String> notes)
            throws UnresolvedImageException {
        Job<?, ?> job = job(access, query.getJob());
        String build = query.getBuild() == null ? ImageFromJob.DEFAULT_BUILD : query.getBuild();
        Integer number = number(job, build);
        Run<?, ?> found = number == null ? permalink(job, build).resolve(job) : job.getBuildByNumber(number);
        if (found == null) {
            throw new UnresolvedImageException(Messages.OtherBuildLookup_noBuild(job.getFullName(), build));
        }
        String name = job.getFullName() + " #" + found.getNumber();
        if (found.isBuilding()) {
            if (!isUpstreamOf(found, requesting)) {
                throw new UnresolvedImageException(Messages.OtherBuildLookup_stillRunning(name));
            }
            notes.accept(Messages.OtherBuildLookup_upstreamStillRunning(name));
        } else if (found.getResult() != Result.SUCCESS) {
            notes.accept(Messages.OtherBuildLookup_notSuccessful(name, String.valueOf(found.getResult())));
        }
        return found;
    }

    private static Job<?, ?> job(ReadAccess access, String name) throws UnresolvedImageException {
        Job<?, ?> from = access.requestingJob();
        Job<?, ?> job;
        try {
            job = Jenkins.get().getItem(name, from, Job.class);
        } catch (AccessDeniedException3 e) {
            // The user has the permission DISCOVER but not READ. Treat the job as missing, because the message must not
            // disclose that the job exists.
            job = null;
        }
        if (job == null || !access.mayRead(job)) {
            String notReadable = Messages.OtherBuildLookup_jobNotReadable(name, from.getFullName());
            throw new UnresolvedImageException(
                    ReadAccess.isSystem()
                            ? notReadable + ". " + Messages.OtherBuildLookup_runsAsSystem()
                            : notReadable);
        }
        return job;
    }

    /** Parses a build number, or the URL of a build as in a run parameter. Returns null for other values. */
    private static Integer number(Job<?, ?> job, String build) {
        String url = Pattern.quote(Jenkins.get().getRootUrl() + job.getUrl());
        String number = build.replaceFirst("^" + url + "([0-9]+)/$", "$1");
        return number.matches("[0-9]{1,9}") ? Integer.valueOf(number) : null;
    }

    /**
     * Whether the given build triggered the downstream build. A running upstream build is allowed, because it may wait
     * for the downstream build that deploys its image.
     */
    private static boolean isUpstreamOf(Run<?, ?> build, Run<?, ?> downstream) {
        return downstream != null
                && downstream.getCauses().stream()
                        .anyMatch(cause -> cause instanceof Cause.UpstreamCause upstream
                                && upstream.getUpstreamBuild() == build.getNumber()
                                && upstream.getUpstreamProject()
                                        .equals(build.getParent().getFullName()));
    }

    private static Permalink permalink(Job<?, ?> job, String id) throws UnresolvedImageException {
        return job.getPermalinks().stream()
                .filter(link -> link.getId().equals(id))
                .findFirst()
                .orElseThrow(() -> new UnresolvedImageException(Messages.OtherBuildLookup_unknownPermalink(
                        id, job.getPermalinks().stream().map(Permalink::getId).collect(Collectors.joining(", ")))));
    }
}
