package io.jenkins.plugins.deployworkload.workload;

import io.jenkins.plugins.deployworkload.workload.binding.Report;

/** The rules of a workload's name that depend on its type. */
final class Names {

    private Names() {}

    static void atMost(Workload workload, int longest, String message, Report report) {
        String name = workload.getName();
        if (name != null && name.length() > longest) {
            report.problem("name", message);
        }
    }
}
