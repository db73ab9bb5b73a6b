package io.jenkins.plugins.deployworkload;

import io.jenkins.plugins.deployworkload.workload.binding.Duplicates;
import io.jenkins.plugins.deployworkload.workload.binding.FieldPaths;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.Variables;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Expandable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of the step that YAML files may use: variables and credentials. */
public abstract class FileVariablesStep extends Step implements Section {

    @Expandable
    private Map<String, String> variables;

    private List<String> buildParameters;

    private List<String> fileCredentials;

    /** The values of variables in files, by name. */
    public Map<String, String> getVariables() {
        return variables == null ? Map.of() : variables;
    }

    @DataBoundSetter
    public void setVariables(Map<String, String> variables) {
        this.variables = new LinkedHashMap<>(variables);
    }

    /** The names of the build parameters that are variables in files. */
    public List<String> getBuildParameters() {
        return buildParameters == null ? List.of() : buildParameters;
    }

    @DataBoundSetter
    public void setBuildParameters(List<String> buildParameters) {
        this.buildParameters = new ArrayList<>(buildParameters);
    }

    /** The IDs of the credentials that Secrets in workload files may use. */
    public List<String> getFileCredentials() {
        return fileCredentials == null ? List.of() : fileCredentials;
    }

    @DataBoundSetter
    public void setFileCredentials(List<String> fileCredentials) {
        this.fileCredentials = new ArrayList<>(fileCredentials);
    }

    @Override
    public void check(ValidationContext validation) {
        getVariables().keySet().stream()
                .filter(name -> !Variables.isValidName(name))
                .forEach(name -> validation.addProblem(
                        FieldPaths.key("variables", name), Messages.FileVariablesStep_invalidName(name)));
        Duplicates.check(getBuildParameters(), name -> name, "buildParameters", "", validation);
        Duplicates.check(getFileCredentials(), id -> id, "fileCredentials", "", validation);
        for (int i = 0; i < getBuildParameters().size(); i++) {
            String name = getBuildParameters().get(i);
            String path = FieldPaths.index("buildParameters", i);
            if (name != null && !Variables.isValidName(name)) {
                validation.addProblem(path, Messages.FileVariablesStep_invalidName(name));
            } else if (getVariables().containsKey(name)) {
                validation.addProblem(path, Messages.FileVariablesStep_definedTwice(name));
            }
        }
    }
}
