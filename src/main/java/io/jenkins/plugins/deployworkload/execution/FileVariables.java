package io.jenkins.plugins.deployworkload.execution;

import hudson.AbortException;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Run;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables of YAML files. Nothing else is available in files, so that a file cannot read the environment of a build.
 *
 * @param values          the variables that the step defines
 * @param buildParameters the names of the build parameters that files may use
 */
public record FileVariables(Map<String, String> values, List<String> buildParameters) {

    public static final FileVariables NONE = new FileVariables(Map.of(), List.of());

    public FileVariables {
        values = Map.copyOf(values);
        buildParameters = List.copyOf(buildParameters);
    }

    /** @throws AbortException if the build lacks a parameter, or the value of the parameter is secret */
    Variables resolve(Run<?, ?> build) throws AbortException {
        Map<String, String> all = new LinkedHashMap<>(values);
        List<String> problems = new ArrayList<>();
        ParametersAction parameters = build.getAction(ParametersAction.class);
        for (String name : buildParameters) {
            ParameterValue parameter = parameters == null ? null : parameters.getParameter(name);
            if (parameter == null || parameter.getValue() == null) {
                problems.add("buildParameters: " + Messages.FileVariables_noParameter(name));
            } else if (parameter.isSensitive()) {
                problems.add("buildParameters: " + Messages.FileVariables_secret(name));
            } else {
                all.put(name, String.valueOf(parameter.getValue()));
            }
        }
        if (!problems.isEmpty()) {
            throw new AbortException(String.join("\n", problems));
        }
        return Variables.of(all);
    }
}
