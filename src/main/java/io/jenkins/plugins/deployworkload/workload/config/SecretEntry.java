package io.jenkins.plugins.deployworkload.workload.config;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.workload.binding.Section;
import io.jenkins.plugins.deployworkload.workload.binding.annotation.Text;
import io.jenkins.plugins.deployworkload.workload.binding.text.TextRule;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A key of a Secret, and the credential with its value. */
public class SecretEntry implements Describable<SecretEntry>, Section {

    @Text(TextRule.DATA_KEY)
    private final String key;

    private final String credentialsId;

    private CredentialField field;

    @DataBoundConstructor
    public SecretEntry(String key, String credentialsId) {
        this.key = key;
        this.credentialsId = credentialsId;
    }

    public String getKey() {
        return key;
    }

    /** The ID of a secret text, a secret file, or a user name with password. */
    public String getCredentialsId() {
        return credentialsId;
    }

    /** Null for a secret text and a secret file, which have only one value. */
    public CredentialField getField() {
        return field;
    }

    @DataBoundSetter
    public void setField(CredentialField field) {
        this.field = field;
    }

    @Extension
    public static class DescriptorImpl extends SectionDescriptor<SecretEntry> {
        @Override
        public String getDisplayName() {
            return Messages.SecretEntry_DisplayName();
        }

        /** The choices of the credential field: the credentials with a value that the job may use. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            return CredentialChoices.ofItem(item, credentialsId, CredentialChoices::hasValue);
        }
    }
}
