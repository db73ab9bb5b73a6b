package io.jenkins.plugins.deployworkload.rollout.diagnosis;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Who does not let a pod in, known by the words of the API server. */
enum RefusedBy {
    QUOTA("exceeded quota|failed quota", Messages::RefusedBy_quota_what, Messages::RefusedBy_quota_advice),
    LIMIT_RANGE(
            "(maximum|minimum) \\S+ usage per|maximum memory limit to request ratio|maximum cpu limit to request ratio",
            Messages::RefusedBy_limitRange_what,
            Messages::RefusedBy_limitRange_advice),
    POD_SECURITY("violates PodSecurity", Messages::RefusedBy_podSecurity_what, Messages::RefusedBy_podSecurity_advice),
    WEBHOOK(
            "admission webhook|failed calling webhook|ValidatingAdmissionPolicy",
            Messages::RefusedBy_webhook_what,
            Messages::RefusedBy_webhook_advice),
    SERVICE_ACCOUNT(
            "error looking up service account|serviceaccounts? \"[^\"]*\" not found",
            Messages::RefusedBy_account_what,
            Messages::RefusedBy_account_advice),
    PRIORITY_CLASS(
            "no PriorityClass with name",
            Messages::RefusedBy_priorityClass_what,
            Messages::RefusedBy_priorityClass_advice),
    OTHER("", Messages::RefusedBy_other_what, Messages::RefusedBy_other_advice);

    private final Pattern words;
    private final Supplier<String> what;
    private final Supplier<String> advice;

    RefusedBy(String words, Supplier<String> what, Supplier<String> advice) {
        this.words = Pattern.compile(words);
        this.what = what;
        this.advice = advice;
    }

    static RefusedBy of(String message) {
        String text = String.valueOf(message);
        return Arrays.stream(values())
                .filter(by -> by.words.matcher(text).find())
                .findFirst()
                .orElse(OTHER);
    }

    String what() {
        return what.get();
    }

    String advice() {
        return advice.get();
    }
}
