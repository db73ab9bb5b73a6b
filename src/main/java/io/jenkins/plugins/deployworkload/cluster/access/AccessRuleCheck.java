package io.jenkins.plugins.deployworkload.cluster.access;

import io.jenkins.plugins.deployworkload.policy.ImagePattern;
import io.jenkins.plugins.deployworkload.policy.KindPattern;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import java.util.regex.Pattern;

/** Validates the patterns of an access rule. */
final class AccessRuleCheck {

    private static final Pattern SERVICE_ACCOUNT = Pattern.compile("[-a-z0-9.*]{1,253}");

    private AccessRuleCheck() {}

    static void check(AccessRule rule, ValidationContext context) {
        PatternCheck.check("jobs", rule.getJobs(), JobPattern::isValid, Messages::AccessRuleCheck_jobs, context);
        PatternCheck.check(
                "namespaces",
                rule.getNamespaces(),
                NamespacePattern::isValid,
                Messages::AccessRuleCheck_namespaces,
                context);
        PatternCheck.check(
                "images", rule.getImages(), ImagePattern::isValid, Messages::AccessRuleCheck_images, context);
        PatternCheck.check("kinds", rule.getKinds(), KindPattern::isValid, Messages::AccessRuleCheck_kinds, context);
        PatternCheck.check(
                "serviceAccounts",
                rule.getServiceAccounts(),
                account -> account != null && SERVICE_ACCOUNT.matcher(account).matches(),
                Messages::AccessRuleCheck_serviceAccounts,
                context);
        PatternCheck.check(
                "referencedNamespaces",
                rule.getReferencedNamespaces(),
                NamespacePattern::isValid,
                Messages::AccessRuleCheck_namespaces,
                context);
    }
}
