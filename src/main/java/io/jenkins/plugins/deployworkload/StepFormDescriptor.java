package io.jenkins.plugins.deployworkload;

import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.FormValidation.CheckMethod;
import hudson.util.HttpResponses;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.cluster.ClusterItems;
import io.jenkins.plugins.deployworkload.cluster.FormSuggestions;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.form.FormAccess;
import io.jenkins.plugins.deployworkload.workload.form.FormBinder;
import io.jenkins.plugins.deployworkload.workload.form.FormChecks;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.List;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** The form of {@link DeployWorkloadStep}: what it submits, and what it asks for while somebody fills it in. */
public abstract class StepFormDescriptor extends StepDescriptor {

    /** Called by the generators of snippets alone: the builder binds its form itself. */
    @Override
    public Step newInstance(StaplerRequest2 req, JSONObject formData) {
        try {
            return FormBinder.bind(formData, DeployWorkloadStep.class);
        } catch (InvalidDescriptionException e) {
            throw new InvalidFormException(e.getMessage());
        }
    }

    /** For the form: the words that a field offers. */
    public List<String> choices(String field) {
        return SectionDescriptor.choices(DeployWorkloadStep.class, field);
    }

    /** For the form: how a word reads. */
    public String choiceDisplayName(String field, String word) {
        return SectionDescriptor.choiceDisplayName(DeployWorkloadStep.class, field, word);
    }

    @Override
    public CheckMethod getCheckMethod(String fieldName) {
        return FormChecks.checkMethod(this, DeployWorkloadStep.class, fieldName)
                .orElseGet(() -> super.getCheckMethod(fieldName));
    }

    /** Checks the value of the field that the rest of the path names. */
    @POST
    public FormValidation doCheck(StaplerRequest2 req, @AncestorInPath Item item, @QueryParameter String value) {
        return FormAccess.mayRead(item)
                ? FormChecks.checkField(req, DeployWorkloadStep.class, value)
                : FormValidation.ok();
    }

    /** All that is wrong in what is filled in so far, also what concerns several fields. */
    @POST
    public HttpResponse doProblems(@AncestorInPath Item item, @QueryParameter String form) {
        return HttpResponses.okJSON(
                FormAccess.mayRead(item) ? FormChecks.checkForm(form, DeployWorkloadStep.class) : new JSONArray());
    }

    /** The credentials that this job may use for a cluster. */
    @POST
    public ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String cluster, @QueryParameter String credentialsId) {
        return ClusterAccess.credentials(item, cluster, credentialsId);
    }

    /** What the cluster that is filled in has for a field; see {@link SuggestionKind}. */
    @POST
    public HttpResponse doSuggest(
            @AncestorInPath Item item,
            @QueryParameter String cluster,
            @QueryParameter String namespace,
            @QueryParameter String credentialsId,
            @QueryParameter String offer,
            @QueryParameter String beside,
            @QueryParameter String name) {
        return HttpResponses.okJSON(FormSuggestions.toJson(
                FormSuggestions.of(item, cluster, namespace, credentialsId, offer, beside, name)));
    }

    /** The clusters that this job may use. */
    @POST
    public ComboBoxModel doFillClusterItems(@AncestorInPath Item item) {
        return ClusterItems.of(item);
    }
}
