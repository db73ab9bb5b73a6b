package io.jenkins.plugins.deployworkload;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.FormValidation.CheckMethod;
import hudson.util.HttpResponses;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.cluster.ClusterAccess;
import io.jenkins.plugins.deployworkload.cluster.ClusterItems;
import io.jenkins.plugins.deployworkload.cluster.FormSuggestions;
import io.jenkins.plugins.deployworkload.cluster.registries.RegistryAccess;
import io.jenkins.plugins.deployworkload.cluster.registries.RegistrySuggestions;
import io.jenkins.plugins.deployworkload.execution.SharedServices;
import io.jenkins.plugins.deployworkload.job.ApplicationTarget;
import io.jenkins.plugins.deployworkload.workload.binding.InvalidDescriptionException;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.YamlWriter;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.SuggestionKind;
import io.jenkins.plugins.deployworkload.workload.form.FormAccess;
import io.jenkins.plugins.deployworkload.workload.form.FormBinder;
import io.jenkins.plugins.deployworkload.workload.form.FormChecks;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.ForwardToView;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/**
 * The form and the script of {@link DeployWorkloadStep}. This class binds submitted values and arguments of scripts,
 * validates fields and returns suggestions.
 */
public abstract class StepFormDescriptor extends StepDescriptor {

    /**
     * Creates the step for Pipeline's snippet generators. {@link DeployWorkloadBuilder} has its own form, so it does
     * not use this method.
     */
    @Override
    public Step newInstance(StaplerRequest2 req, JSONObject formData) {
        try {
            return FormBinder.bind(formData, DeployWorkloadStep.class);
        } catch (InvalidDescriptionException e) {
            throw new InvalidFormException(e.getMessage());
        }
    }

    @Override
    public Step newInstance(Map<String, Object> arguments) throws AbortException {
        try {
            return StepArguments.bind(arguments, DeployWorkloadStep.class);
        } catch (InvalidDescriptionException e) {
            // Throw an AbortException, because Pipeline logs it without a stack trace.
            throw new AbortException(e.getMessage());
        }
    }

    @Override
    public UninstantiatedDescribable uninstantiate(Step step) {
        return new UninstantiatedDescribable(StepArguments.literals((DeployWorkloadStep) step));
    }

    @Override
    public String argumentsToString(Map<String, Object> arguments) {
        return StepArguments.summary(arguments);
    }

    /** The values of a drop-down field. The form calls this method. */
    public List<String> choices(String field) {
        return SectionDescriptor.choices(DeployWorkloadStep.class, field);
    }

    /** The label of one value of a drop-down field. The form calls this method. */
    public String choiceDisplayName(String field, String value) {
        return SectionDescriptor.choiceDisplayName(DeployWorkloadStep.class, field, value);
    }

    /** The form calls this method for fields that can have suggestions. Those of this form request them by themselves. */
    public SuggestionKind suggestionKind(String field) {
        return null;
    }

    @Override
    public CheckMethod getCheckMethod(String fieldName) {
        if (fieldName.equals("credentialsId")) {
            return new CheckMethod(this, fieldName);
        }
        return FormChecks.checkMethod(
                        this,
                        DeployWorkloadStep.class,
                        fieldName,
                        fieldName.equals("namespace") ? "cluster credentialsId createNamespace" : "")
                .orElseGet(() -> super.getCheckMethod(fieldName));
    }

    /**
     * Validates one form field. The rest of the URL's path is the name of the field.
     *
     * @param cluster the cluster in the form, if the request is about the namespace; so are the other parameters
     */
    @POST
    public FormValidation doCheck(
            StaplerRequest2 req,
            @AncestorInPath Item item,
            @QueryParameter String value,
            @QueryParameter String cluster,
            @QueryParameter String credentialsId,
            @QueryParameter String createNamespace) {
        if (!FormAccess.mayRead(item)) {
            return FormValidation.ok();
        }
        return FormChecks.fieldProblem(req, DeployWorkloadStep.class, value)
                .map(FormValidation::error)
                .orElseGet(() -> StepFormAccess.check(
                        item, FormChecks.fieldOf(req), value, cluster, credentialsId, createNamespace));
    }

    /** Validates the credential field like a build. */
    @POST
    public FormValidation doCheckCredentialsId(
            @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String cluster) {
        return ClusterAccess.checkCredential(item, cluster, value);
    }

    /**
     * Validates the whole form before the user submits it, including the rules that compare several fields and the access
     * rules of the cluster.
     */
    @POST
    public HttpResponse doProblems(@AncestorInPath Item item, @QueryParameter String form) {
        return HttpResponses.okJSON(
                FormAccess.mayRead(item)
                        ? FormChecks.checkForm(
                                form, DeployWorkloadStep.class, step -> StepFormAccess.problems(item, step))
                        : new JSONArray());
    }

    /** Like {@link #doProblems}, with a preview of a step that is valid. The preview reads nothing but the form. */
    @POST
    public HttpResponse doPreview(@AncestorInPath Item item, @QueryParameter String form) {
        return HttpResponses.okJSON(
                FormAccess.mayRead(item) ? StepFormPreview.of(item, form) : StepFormPreview.unreadable());
    }

    /** The choices of the credential field: the credentials that this job may use for the selected cluster. */
    @POST
    public ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String cluster, @QueryParameter String credentialsId) {
        return ClusterAccess.credentials(item, cluster, credentialsId);
    }

    /**
     * Suggests values for a form field, such as names of ConfigMaps in the selected cluster, or tags of a repository; see
     * {@link SuggestionKind}.
     */
    @POST
    public HttpResponse doSuggest(
            @AncestorInPath Item item,
            @QueryParameter String cluster,
            @QueryParameter String namespace,
            @QueryParameter String credentialsId,
            @QueryParameter String kind,
            @QueryParameter String dependencyKind,
            @QueryParameter String dependencyName) {
        if (RegistrySuggestions.isResponsible(kind)) {
            return HttpResponses.okJSON(RegistrySuggestions.of(RegistryAccess.SERVICE, item, kind, dependencyName));
        }
        return HttpResponses.okJSON(FormSuggestions.toJson(FormSuggestions.of(
                SharedServices.SUGGESTIONS,
                item,
                cluster,
                namespace,
                credentialsId,
                kind,
                dependencyKind,
                dependencyName)));
    }

    /**
     * Turns a pasted manifest into descriptions, and shows them on the page {@code importManifest}. The conversion
     * reads nothing but the text.
     */
    @POST
    public HttpResponse doConvertManifest(
            @AncestorInPath Item item, @QueryParameter String manifest, @QueryParameter String format) {
        ForwardToView page = new ForwardToView(this, "importManifest.jelly");
        return FormAccess.mayRead(item) && manifest != null
                ? page.with("imported", ImportedManifest.of(manifest, "step".equals(format)))
                : page;
    }

    /**
     * Shows what a deploy of the form would change in the cluster. Needs the permission to configure the job, like every
     * request that connects to a cluster.
     */
    @POST
    public HttpResponse doCompare(@AncestorInPath Item item, @QueryParameter String form) throws InterruptedException {
        return HttpResponses.okJSON(
                FormAccess.mayConnect(item) ? StepFormPreview.compare(item, form) : StepFormPreview.notPermitted());
    }

    /**
     * Returns the section of the workload in the form, filled from a pasted workload file or Kubernetes manifest. The
     * conversion reads nothing but the text.
     */
    @POST
    public HttpResponse doFillForm(@AncestorInPath Item item, @QueryParameter String yaml) {
        FormWorkload filled = FormAccess.mayRead(item)
                ? FormWorkload.of(yaml == null ? "" : yaml)
                : FormWorkload.refused(List.of(Messages.StepFormPreview_unreadable()));
        return filledForm(filled);
    }

    /**
     * Like {@link #doFillForm}, but the section contains a workload of the cluster. Needs the permission to configure the
     * job, like every request that connects to a cluster. The values of the form that are not given are blank.
     */
    @POST
    public HttpResponse doFillFromCluster(
            @AncestorInPath Item item,
            @QueryParameter String cluster,
            @QueryParameter String namespace,
            @QueryParameter String credentialsId,
            @QueryParameter String kind,
            @QueryParameter String name)
            throws InterruptedException {
        ApplicationTarget workload = new ApplicationTarget(
                Util.fixEmptyAndTrim(cluster),
                Util.fixEmptyAndTrim(credentialsId),
                Util.fixEmptyAndTrim(namespace),
                Util.fixNull(name).strip(),
                Set.of());
        return filledForm(
                FormAccess.mayConnect(item)
                        ? FormWorkload.ofCluster(item, workload, Util.fixNull(kind))
                        : FormWorkload.refused(List.of(Messages.StepFormPreview_notPermitted())));
    }

    /** A view with the name of a web method would answer requests that are no POST. */
    private HttpResponse filledForm(FormWorkload filled) {
        return new ForwardToView(this, "filledForm.jelly").with("filled", filled);
    }

    /**
     * The page for a submitted form that cannot be saved. The script of the form stops such a submission, so this page is
     * for browsers that do not run it. It contains what the user has entered.
     *
     * @return an exception, which Jenkins answers with the page
     */
    ForwardToView notSaved(JSONObject form, InvalidDescriptionException problems) {
        return new ForwardToView(this, "notSaved.jelly")
                .with(
                        "problems",
                        problems.problems().stream().map(Problem::toString).toList())
                .with("entered", YamlWriter.write(FormBinder.tree(form, DeployWorkloadStep.class)));
    }

    /** The templates of the form. The form calls this method. */
    public List<WorkloadTemplate> getTemplates() {
        return List.of(WorkloadTemplate.values());
    }

    /** The choices of the cluster field: the clusters that this job may use. */
    @POST
    public ComboBoxModel doFillClusterItems(@AncestorInPath Item item) {
        return ClusterItems.of(item);
    }
}
