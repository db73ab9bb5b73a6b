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
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Checks what is being filled in by the rules that the model itself carries: one field as it is left, and all of it, for what
 * concerns several fields, as one types.
 */
public final class FormChecks {

    private FormChecks() {}

    /** How the page has a field checked; empty for what is not one text, number or word. */
    public static Optional<CheckMethod> checkMethod(
            Descriptor<?> descriptor, Class<? extends Section> type, String field) {
        return SectionModel.of(type)
                .parameter(field)
                .filter(property -> property.type() instanceof ParameterType.ScalarType)
                .map(property -> new FieldCheck(descriptor, field));
    }

    /** Checks the value of the field that the rest of the request's path names. */
    public static FormValidation checkField(StaplerRequest2 req, Class<? extends Section> type, String value) {
        return problem(type, req.getRestOfPath().replaceFirst("^/", ""), value)
                .map(FormValidation::error)
                .orElseGet(FormValidation::ok);
    }

    static Optional<String> problem(Class<? extends Section> type, String field, String value) {
        if (value != null && value.length() > BoundedJsonReader.MAX_CHARACTERS) {
            return Optional.of(Messages.FormChecks_TooLong(Integer.toString(BoundedJsonReader.MAX_CHARACTERS)));
        }
        return SectionModel.of(type)
                .parameter(field)
                .filter(p -> value != null && (p.required() || !value.isBlank()))
                .map(p -> Binder.check(p, value.isBlank() ? NullNode.instance : TextNode.valueOf(value)))
                .filter(problems -> !problems.isEmpty())
                .map(problems -> problems.list().get(0).message());
    }

    /**
     * Everything that is wrong in what would be submitted now.
     *
     * @param form as Jenkins' own script reads the controls, in JSON; one that is too large is what is wrong
     * @return objects of {@code path} and {@code message}
     */
    public static JSONArray checkForm(String form, Class<? extends Section> type) {
        JSONArray found = new JSONArray();
        for (Problem problem : problems(form, type)) {
            JSONObject entry = new JSONObject();
            entry.put("path", problem.path());
            entry.put("message", problem.message());
            found.add(entry);
        }
        return found;
    }

    static List<Problem> problems(String form, Class<? extends Section> type) {
        try {
            FormBinder.bind(BoundedJsonReader.read(form), type);
            return List.of();
        } catch (InvalidDescriptionException e) {
            return e.problems();
        }
    }

    /** Tells the page to send a field's value to the descriptor's own check. */
    private static final class FieldCheck extends CheckMethod {
        private final Descriptor<?> descriptor;
        private final String field;

        FieldCheck(Descriptor<?> descriptor, String field) {
            super(descriptor, field);
            this.descriptor = descriptor;
            this.field = field;
        }

        @Override
        public String toStemUrl() {
            return Descriptor.getCurrentDescriptorByNameUrl() + "/" + descriptor.getDescriptorUrl() + "/check/" + field;
        }

        @Override
        public String getDependsOn() {
            return "";
        }
    }
}
