package io.jenkins.plugins.deployworkload.rollout.diagnosis.pod;

import java.util.Arrays;
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
    WEBHOOK(
            "admission webhook|failed calling webhook|ValidatingAdmissionPolicy",
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

    String summary() {
        return summary.get();
    }

    String advice() {
        return advice.get();
    }
}
