package io.jenkins.plugins.deployworkload.workload.form;

import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.FormValidation.CheckMethod;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterModel;
import io.jenkins.plugins.deployworkload.workload.binding.ParameterType;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.SectionModel;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * Base class of the descriptors of sections. The class binds submitted forms with {@link FormBinder}. It also validates
 * each field with the rules of the model, so sections need no {@code doCheck} methods.
 */
public abstract class SectionDescriptor<T extends Describable<T>> extends Descriptor<T> {

    @Override
    public T newInstance(StaplerRequest2 req, JSONObject formData) throws FormException {
        try {
            return clazz.cast(FormBinder.bind(formData, clazz.asSubclass(Section.class)));
        } catch (InvalidDescriptionException e) {
            throw formException(e);
        }
    }

    /**
     * Converts the exception to Jenkins' {@code FormException}. The message contains all problems; the exception names
     * only the field of the first problem.
     */
    public static FormException formException(InvalidDescriptionException e) {
        String field = e.problems().stream().map(Problem::path).findFirst().orElse("");
        return new FormException(e.getMessage(), field);
    }

    @Override
    public CheckMethod getCheckMethod(String fieldName) {
        return FormChecks.checkMethod(this, clazz.asSubclass(Section.class), fieldName)
                .orElseGet(() -> super.getCheckMethod(fieldName));
    }

    /** Checks the value of a field. The remaining part of the request's path is the name of the field. */
    @POST
    public FormValidation doCheck(StaplerRequest2 req, @AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayRead(item)
                ? FormChecks.checkField(req, clazz.asSubclass(Section.class), value)
                : FormValidation.ok();
    }

    /**
     * For the form: the kind of suggestions for a field; null if the field has no suggestions.
     *
     * @param field the name of a property, or {@code property.key} for the keys of a map
     */
    public SuggestionKind suggestionKind(String field) {
        if (field == null) {
            return null;
        }
        return field.endsWith(".key")
                ? property(field.substring(0, field.lastIndexOf('.')))
                        .flatMap(ParameterModel::suggestionForKeys)
                        .orElse(null)
                : property(field).flatMap(ParameterModel::suggestion).orElse(null);
    }

    /**
     * Sets the attributes that the form's script reads to show suggestions. Jenkins calls this method for each text
     * box. Jenkins' own completion cannot be used, because its requests do not contain the cluster and the namespace.
     */
    @Override
    public void calcAutoCompleteSettings(String field, Map<String, Object> attributes) {
        SuggestionKind kind = suggestionKind(field);
        if (kind != null) {
            attributes.put("data-suggestions", kind.name());
            attributes.put("data-suggestions-depends-on", kind.dependsOnNames());
            attributes.put("data-suggestions-early", kind.mayBeUnavailable());
            attributes.put("autocomplete", "off");
        }
    }

    /**
     * For the form: whether a section has a value for at least one of the fields.
     *
     * @param instance the section; null in an empty form
     * @param fields   names of properties, separated by spaces
     */
    public boolean filled(Section instance, String fields) {
        return instance != null
                && Arrays.stream(fields.split(" "))
                        .map(field -> property(field).orElseThrow(() -> new IllegalArgumentException(field)))
                        .map(parameter -> parameter.get(instance))
                        .anyMatch(value -> value != null
                                && !List.of().equals(value)
                                && !Map.of().equals(value));
    }

    /** For the form: the values of a field's drop-down list; the form adds an empty choice before them. */
    public List<String> choices(String field) {
        return choices(clazz.asSubclass(Section.class), field);
    }

    /** The values of a property that is an enum or a list of enum values. */
    public static List<String> choices(Class<? extends Section> type, String field) {
        return SectionModel.of(type)
                .parameter(field)
                .map(p -> enumType(p.type()).getEnumConstants())
                .map(constants -> Arrays.stream(constants).map(Object::toString).toList())
                .orElseGet(List::of);
    }

    /** For the form: the display name of a value of a field. */
    public String choiceDisplayName(String field, String value) {
        return choiceDisplayName(clazz.asSubclass(Section.class), field, value);
    }

    /**
     * The display name of a property's value: the display name of a {@link Localized} value, or otherwise the value
     * itself.
     */
    public static String choiceDisplayName(Class<? extends Section> type, String field, String value) {
        return SectionModel.of(type)
                .parameter(field)
                .flatMap(p -> Arrays.stream(enumType(p.type()).getEnumConstants())
                        .filter(constant -> constant.toString().equals(value))
                        .findFirst())
                .map(constant -> constant instanceof Localized localized ? localized.displayName() : value)
                .orElse(value);
    }

    private static Class<?> enumType(ParameterType type) {
        return type instanceof ParameterType.ArrayType array
                ? enumType(array.elementType())
                : ((ParameterType.ScalarType) type).type();
    }

    /** For the form: the number and unit of a quantity. */
    public QuantityInput quantityInput(String quantity, String units) {
        return QuantityInput.of(quantity, units);
    }

    private Optional<ParameterModel> property(String name) {
        return SectionModel.of(clazz.asSubclass(Section.class)).parameter(name);
    }
}
