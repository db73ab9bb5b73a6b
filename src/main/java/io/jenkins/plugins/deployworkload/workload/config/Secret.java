package io.jenkins.plugins.deployworkload.workload.config;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.workload.binding.Duplicates;
import io.jenkins.plugins.deployworkload.workload.binding.ValidationContext;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * A Secret with values of Jenkins credentials. The description contains only the IDs of the credentials; a deploy
 * resolves them when it starts.
 */
public class Secret extends GeneratedObject implements Describable<Secret> {

    private SecretType type;

    private List<SecretEntry> data;

    private String credentialsId;

    @Text(TextRule.REGISTRY)
    private String registry;

    @DataBoundConstructor
    public Secret(String name) {
        super(name);
    }

    /** Null for {@link SecretType#OPAQUE}. */
    public SecretType getType() {
        return type;
    }

    @DataBoundSetter
    public void setType(SecretType type) {
        this.type = type;
    }

    /** The type in the Kubernetes API. */
    public SecretType typeOrDefault() {
        return type == null ? SecretType.OPAQUE : type;
    }

    /** The keys of a Secret of the type {@link SecretType#OPAQUE}. */
    public List<SecretEntry> getData() {
        return data == null ? List.of() : data;
    }

    @DataBoundSetter
    public void setData(List<SecretEntry> data) {
        this.data = new ArrayList<>(data);
    }

    /** The ID of the credential with all data of a Secret of another type. */
    public String getCredentialsId() {
        return credentialsId;
    }

    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = credentialsId;
    }

    /** The registry of a Secret of the type {@link SecretType#DOCKER_CONFIG_JSON}. */
    public String getRegistry() {
        return registry;
    }

    @DataBoundSetter
    public void setRegistry(String registry) {
        this.registry = registry;
    }

    @Override
    public void check(ValidationContext context) {
        super.check(context);
        Duplicates.check(getData(), SecretEntry::getKey, "data", "key", context);
        boolean isOpaque = typeOrDefault() == SecretType.OPAQUE;
        boolean isForRegistry = typeOrDefault() == SecretType.DOCKER_CONFIG_JSON;
        checkPresence(isOpaque, !getData().isEmpty(), "data", context);
        checkPresence(!isOpaque, credentialsId != null, "credentialsId", context);
        checkPresence(isForRegistry, registry != null, "registry", context);
    }

    private void checkPresence(boolean isExpected, boolean isPresent, String field, ValidationContext context) {
        if (isExpected && !isPresent) {
            context.addProblem(field, Messages.Secret_Required(typeOrDefault()));
        } else if (!isExpected && isPresent) {
            context.addProblem(field, Messages.Secret_NotAllowed(typeOrDefault()));
        }
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<Secret> {
        @Override
        public String getDisplayName() {
            return Messages.Secret_DisplayName();
        }

        /** The choices of the credential field: the credentials for a whole Secret that the job may use. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return CredentialChoices.ofItem(item, credentialsId, CredentialChoices::isWholeSecret);
        }
    }
}
