package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The reasons why admission denies a pod, recognized by patterns in the message of the API server. */
enum AdmissionDenial {
    QUOTA(
            "exceeded quota|failed quota",
            Messages::AdmissionDenial_quota_summary,
            Messages::AdmissionDenial_quota_advice),
    LIMIT_RANGE(
            "(maximum|minimum) \\S+ usage per|maximum memory limit to request ratio|maximum cpu limit to request ratio",
            Messages::AdmissionDenial_limitRange_summary,
            Messages::AdmissionDenial_limitRange_advice),
    POD_SECURITY(
            "violates PodSecurity",
            Messages::AdmissionDenial_podSecurity_summary,
            Messages::AdmissionDenial_podSecurity_advice),
    WEBHOOK_UNREACHABLE(
            "failed calling webhook|failed to call webhook",
            Messages::AdmissionDenial_webhookUnreachable_summary,
            Messages::AdmissionDenial_webhookUnreachable_advice),
    WEBHOOK(
            "admission webhook|ValidatingAdmissionPolicy",
            Messages::AdmissionDenial_webhook_summary,
            Messages::AdmissionDenial_webhook_advice),
    SERVICE_ACCOUNT(
            "error looking up service account|serviceaccounts? \"[^\"]*\" not found",
            Messages::AdmissionDenial_serviceAccount_summary,
            Messages::AdmissionDenial_serviceAccount_advice),
    PRIORITY_CLASS(
            "no PriorityClass with name",
            Messages::AdmissionDenial_priorityClass_summary,
            Messages::AdmissionDenial_priorityClass_advice),
    OTHER("", Messages::AdmissionDenial_other_summary, Messages::AdmissionDenial_other_advice);

    /** Denials by rules that judge the pod itself, so that each retry is denied too. */
    private static final Set<AdmissionDenial> CERTAIN = EnumSet.of(LIMIT_RANGE, POD_SECURITY, WEBHOOK);

    /** The rule could not be evaluated, because something that it needs was not available. */
    private static final Pattern TEMPORARY = Pattern.compile(
            "time-?out|timed out|deadline exceeded|connection (refused|reset)|unavailable|no such host|try again"
                    + "|failed to configure|no params found|internal error|too many requests",
            Pattern.CASE_INSENSITIVE);

    private final Pattern pattern;
    private final Supplier<String> summary;
    private final Supplier<String> advice;

    AdmissionDenial(String regex, Supplier<String> summary, Supplier<String> advice) {
        this.pattern = Pattern.compile(regex);
        this.summary = summary;
        this.advice = advice;
    }

    static AdmissionDenial of(String message) {
        String text = String.valueOf(message);
        return Arrays.stream(values())
                .filter(denial -> denial.pattern.matcher(text).find())
                .findFirst()
                .orElse(OTHER);
    }

    /** Whether each retry with the same pod will be denied, until somebody changes a rule of the cluster. */
    boolean isCertain(String message) {
        return CERTAIN.contains(this) && !TEMPORARY.matcher(message).find();
    }

    String summary() {
        return summary.get();
    }

    String advice() {
        return advice.get();
    }
}
