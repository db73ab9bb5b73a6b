package io.jenkins.plugins.deployworkload.policy;

import java.util.List;

/** One aspect of a rule. */
interface ObjectCheck {

    /**
     * @param namespace the namespace of the deploy, also for objects without a namespace
     * @return the fields of the object that the rule does not allow; empty if it allows the object
     */
    List<Violation> check(PolicyRule rule, String namespace, PolicyObject object);
}
