package io.jenkins.plugins.deployworkload.workload.form;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.FormValidation.CheckMethod;
import io.jenkins.plugins.deployworkload.workload.binding.Binder;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Validates a form with the rules of the model while the user fills it in. A single field is checked when it loses the
 * focus. The whole form is checked while the user types, for the rules that involve several fields.
 */
public final class FormChecks {

    private FormChecks() {}

    /** The validation request that the page sends for a single field; empty for a field that is not a scalar. */
    public static Optional<CheckMethod> checkMethod(
            Descriptor<?> descriptor, Class<? extends Section> type, String field) {
        return checkMethod(descriptor, type, field, "");
    }

    /** @param dependsOn the names of other fields whose values the request contains, separated by spaces */
    public static Optional<CheckMethod> checkMethod(
            Descriptor<?> descriptor, Class<? extends Section> type, String field, String dependsOn) {
        return SectionModel.of(type)
                .parameter(field)
                .filter(parameter -> parameter.type() instanceof ParameterType.ScalarType
                        || parameter.type() instanceof ParameterType.YamlType)
                .map(parameter -> new FieldCheck(descriptor, field, dependsOn));
    }

    /** Checks the value of a field. The remaining part of the request's path is the name of the field. */
    public static FormValidation checkField(StaplerRequest2 req, Class<? extends Section> type, String value) {
        return fieldProblem(req, type, value).map(FormValidation::error).orElseGet(FormValidation::ok);
    }

    /** Like {@link #checkField}, but returns the problem with the value; empty if there is none. */
    public static Optional<String> fieldProblem(StaplerRequest2 req, Class<? extends Section> type, String value) {
        return problem(type, fieldOf(req), value);
    }

    /** The name of the field that a request checks. */
    public static String fieldOf(StaplerRequest2 req) {
        return req.getRestOfPath().replaceFirst("^/", "");
    }

    static Optional<String> problem(Class<? extends Section> type, String field, String value) {
        if (value != null && value.length() > BoundedJsonReader.MAX_CHARACTERS) {
            return Optional.of(Messages.FormChecks_TooLong(Integer.toString(BoundedJsonReader.MAX_CHARACTERS)));
        }
        return SectionModel.of(type)
                .parameter(field)
                .filter(parameter -> value != null && (parameter.required() || !value.isBlank()))
                .map(parameter ->
                        Binder.check(parameter, value.isBlank() ? NullNode.instance : TextNode.valueOf(value)))
                .filter(problems -> !problems.isEmpty())
                .map(problems -> problems.list().get(0).message());
    }

    /**
     * Validates the whole form.
     *
     * @param form the JSON that Jenkins' script creates from the controls; JSON that is too large is reported as the
     *     only problem
     * @param furtherCheck finds further problems in a section that is valid
     * @return see {@link #toJson}
     */
    public static <T extends Section> JSONArray checkForm(
            String form, Class<T> type, Function<T, List<Problem>> furtherCheck) {
        try {
            return toJson(furtherCheck.apply(bind(form, type)), false);
        } catch (InvalidDescriptionException e) {
            return toJson(e.problems(), true);
        }
    }

    /**
     * Binds a form that the page sends for a check.
     *
     * @param form the JSON that Jenkins' script creates from the controls
     * @throws InvalidDescriptionException if the section is invalid, or the JSON is too large
     */
    public static <T extends Section> T bind(String form, Class<T> type) throws InvalidDescriptionException {
        return FormBinder.bind(BoundedJsonReader.read(form), type);
    }

    /**
     * The problems for the script of the form, as objects with {@code path}, {@code message} and {@code invalid}.
     *
     * @param invalid whether the problems prevent that the form is saved
     */
    public static JSONArray toJson(List<Problem> problems, boolean invalid) {
        JSONArray array = new JSONArray();
        for (Problem problem : problems) {
            JSONObject entry = new JSONObject();
            entry.put("path", problem.path());
            entry.put("message", problem.message());
            entry.put("invalid", invalid);
            array.add(entry);
        }
        return array;
    }

    static <T extends Section> List<Problem> problems(String form, Class<T> type) {
        try {
            bind(form, type);
            return List.of();
        } catch (InvalidDescriptionException e) {
            return e.problems();
        }
    }

    /** Makes the page send the value of a field to the descriptor's method {@code doCheck}. */
    private static final class FieldCheck extends CheckMethod {
        private final Descriptor<?> descriptor;
        private final String field;
        private final String dependsOn;

        FieldCheck(Descriptor<?> descriptor, String field, String dependsOn) {
            super(descriptor, field);
            this.descriptor = descriptor;
            this.field = field;
            this.dependsOn = dependsOn;
        }

        @Override
        public String toStemUrl() {
            return Descriptor.getCurrentDescriptorByNameUrl() + "/" + descriptor.getDescriptorUrl() + "/check/" + field;
        }

        @Override
        public String getDependsOn() {
            return dependsOn;
        }
    }
}
