package io.jenkins.plugins.deployworkload.rollout.model.hook;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** When a hook is deleted. Helm and Argo CD have the same policies with different names. */
public enum DeletePolicy {
    /** Before the hook is created again, so that it runs on every deploy. */
    BEFORE_HOOK_CREATION("before-hook-creation", "BeforeHookCreation"),
    HOOK_SUCCEEDED("hook-succeeded", "HookSucceeded"),
    HOOK_FAILED("hook-failed", "HookFailed");

    private final Set<String> names;

    DeletePolicy(String helm, String argo) {
        this.names = Set.of(helm, argo);
    }

    /** @param text the value of an annotation; as in Helm, unknown names have no effect */
    static Set<DeletePolicy> parse(String text) {
        Set<DeletePolicy> policies = EnumSet.noneOf(DeletePolicy.class);
        Arrays.stream(text.split(","))
                .map(String::trim)
                .forEach(name -> Arrays.stream(values())
                        .filter(policy -> policy.names.contains(name))
                        .forEach(policies::add));
        return policies;
    }
}
