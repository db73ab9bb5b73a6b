package io.jenkins.plugins.deployworkload.workload.rules;

import io.jenkins.plugins.deployworkload.workload.Workload;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;

/** The rules of a workload's name that depend on its type. */
public final class NameRules {

    private NameRules() {}

    public static void checkLength(Workload workload, int longest, String message, ValidationContext report) {
        String name = workload.getName();
        if (name != null && name.length() > longest) {
            report.addProblem("name", message);
        }
    }
}
