package io.jenkins.plugins.deployworkload.cluster.access;

import io.jenkins.plugins.deployworkload.policy.ImagePattern;
import io.jenkins.plugins.deployworkload.policy.KindPattern;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Validates the patterns of an access rule. */
final class AccessRuleCheck {

    private static final Pattern SERVICE_ACCOUNT = Pattern.compile("[-a-z0-9.*]{1,253}");

    private AccessRuleCheck() {}

    static void check(AccessRule rule, ValidationContext context) {
        check("jobs", rule.getJobs(), JobPattern::isValid, Messages::AccessRuleCheck_jobs, context);
        check(
                "namespaces",
                rule.getNamespaces(),
                NamespacePattern::isValid,
                Messages::AccessRuleCheck_namespaces,
                context);
        check("images", rule.getImages(), ImagePattern::isValid, Messages::AccessRuleCheck_images, context);
        check("kinds", rule.getKinds(), KindPattern::isValid, Messages::AccessRuleCheck_kinds, context);
        check(
                "serviceAccounts",
                rule.getServiceAccounts(),
                account -> account != null && SERVICE_ACCOUNT.matcher(account).matches(),
                Messages::AccessRuleCheck_serviceAccounts,
                context);
        check(
                "referencedNamespaces",
                rule.getReferencedNamespaces(),
                NamespacePattern::isValid,
                Messages::AccessRuleCheck_namespaces,
                context);
    }

    private static void check(
            String field,
            List<String> patterns,
            Predicate<String> isValid,
            Function<Object, String> message,
            ValidationContext context) {
        for (int i = 0; i < patterns.size(); i++) {
            if (!isValid.test(patterns.get(i))) {
                context.addProblem(FieldPaths.index(field, i), message.apply(patterns.get(i)));
            }
        }
    }
}
