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
 * What the descriptors of all sections share: the form binds through {@link Binder}, and each field is checked by the rules
 * that the model itself carries, without a check method a field.
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

    /** A form's refusal that names the first field, and says everything. */
    public static FormException formException(InvalidDescriptionException e) {
        String field = e.problems().stream().map(Problem::path).findFirst().orElse("");
        return new FormException(e.getMessage(), field);
    }

    @Override
    public CheckMethod getCheckMethod(String fieldName) {
        return FormChecks.checkMethod(this, clazz.asSubclass(Section.class), fieldName)
                .orElseGet(() -> super.getCheckMethod(fieldName));
    }

    /** Checks the value of the field that the rest of the path names. */
    @POST
    public FormValidation doCheck(StaplerRequest2 req, @AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayRead(item)
                ? FormChecks.checkField(req, clazz.asSubclass(Section.class), value)
                : FormValidation.ok();
    }

    /**
     * For the form: what the cluster is asked for where a field is filled in; null for nothing.
     *
     * @param field a property, or {@code property.key} for the keys of a map
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

    /** Every text box calls this: Jenkins' own completion would know neither cluster nor namespace. */
    @Override
    public void calcAutoCompleteSettings(String field, Map<String, Object> attributes) {
        SuggestionKind offer = suggestionKind(field);
        if (offer != null) {
            attributes.put("data-offers", offer.name());
            attributes.put("data-offers-beside", offer.dependsOnNames());
            attributes.put("data-offers-early", offer.mayBeUnavailable());
            attributes.put("autocomplete", "off");
        }
    }

    /** For the form: the words that a field offers, after nothing. */
    public List<String> choices(String field) {
        return choices(clazz.asSubclass(Section.class), field);
    }

    /** The words that a property of a section can be. */
    public static List<String> choices(Class<? extends Section> type, String field) {
        return SectionModel.of(type)
                .parameter(field)
                .map(p -> ((ParameterType.ScalarType) p.type()).type().getEnumConstants())
                .map(words -> Arrays.stream(words).map(Object::toString).toList())
                .orElseGet(List::of);
    }

    /** For the form: how a word reads, in the reader's language where it is the product's own. */
    public String choiceDisplayName(String field, String word) {
        return choiceDisplayName(clazz.asSubclass(Section.class), field, word);
    }

    /** How a word of a property reads: Kubernetes' own words stay as they are. */
    public static String choiceDisplayName(Class<? extends Section> type, String field, String word) {
        return SectionModel.of(type)
                .parameter(field)
                .flatMap(p -> Arrays.stream(
                                ((ParameterType.ScalarType) p.type()).type().getEnumConstants())
                        .filter(choice -> choice.toString().equals(word))
                        .findFirst())
                .map(choice -> choice instanceof Localized worded ? worded.displayName() : word)
                .orElse(word);
    }

    /** For the form: a quantity's number and unit. */
    public QuantityInput quantityInput(String quantity, String units) {
        return QuantityInput.of(quantity, units);
    }

    private Optional<ParameterModel> property(String name) {
        return SectionModel.of(clazz.asSubclass(Section.class)).parameter(name);
    }
}
