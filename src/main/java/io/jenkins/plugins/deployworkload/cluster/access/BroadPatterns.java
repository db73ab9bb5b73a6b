package io.jenkins.plugins.deployworkload.cluster.access;

import hudson.util.FormValidation;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import jenkins.model.Jenkins;

/** Warns of patterns that match more than an administrator may expect. They are valid, so that they do not fail a form. */
final class BroadPatterns {

    /** A name that no administrator has in mind, so that only a wildcard matches it. */
    private static final String ANY = "\ue000";

    private static final String SYSTEM_NAMESPACE = "kube-system";

    private BroadPatterns() {}

    /** For the form: an error for an invalid pattern of jobs, or a warning of a broad one. */
    static FormValidation checkJobs(String pattern) {
        return check(pattern, JobPattern::isValid, Messages::AccessRuleCheck_jobs, BroadPatterns::jobs);
    }

    /** For the form: an error for an invalid pattern of namespaces, or a warning of a broad one. */
    static FormValidation checkNamespaces(String pattern) {
        return check(
                pattern, NamespacePattern::isValid, Messages::AccessRuleCheck_namespaces, BroadPatterns::namespaces);
    }

    /** The form of a new row is empty, which is reported when the form is saved. */
    private static FormValidation check(
            String pattern,
            Predicate<String> isValid,
            Function<Object, String> problem,
            Function<String, Optional<String>> warning) {
        String text = pattern == null ? "" : pattern.strip();
        if (text.isEmpty() || !Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            return FormValidation.ok();
        }
        return isValid.test(text)
                ? warning.apply(text).map(FormValidation::warning).orElseGet(FormValidation::ok)
                : FormValidation.error(problem.apply(text));
    }

    /**
     * A warning of a pattern of jobs that leaves the folder open: everybody who may create jobs in some folder could
     * deploy. Empty if the pattern names a folder or a job.
     *
     * @param pattern a valid pattern
     */
    static Optional<String> jobs(String pattern) {
        boolean topLevel = JobPattern.matches(pattern, ANY);
        boolean inFolders = JobPattern.matches(pattern, ANY + "/" + ANY);
        if (topLevel && inFolders) {
            return Optional.of(Messages.BroadPatterns_AllJobs(pattern));
        }
        if (topLevel) {
            return Optional.of(Messages.BroadPatterns_TopLevelJobs(pattern));
        }
        // The first part of a full name is the folder. If it is open, a job in any folder can match.
        String first = pattern.split("/", 2)[0];
        return first.chars().allMatch(character -> character == '*')
                ? Optional.of(Messages.BroadPatterns_AnyFolder(pattern))
                : Optional.empty();
    }

    /**
     * A warning of a pattern that matches all namespaces, or one of Kubernetes itself.
     *
     * @param pattern a valid pattern
     */
    static Optional<String> namespaces(String pattern) {
        if (NamespacePattern.matches(pattern, ANY)) {
            return Optional.of(Messages.BroadPatterns_AllNamespaces(pattern));
        }
        return NamespacePattern.matches(pattern, SYSTEM_NAMESPACE)
                ? Optional.of(Messages.BroadPatterns_SystemNamespace(pattern, SYSTEM_NAMESPACE))
                : Optional.empty();
    }
}
