package io.jenkins.plugins.deployworkload.workload.config;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.workload.form.FormAccess;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** The choices of the credential fields of Secrets. */
final class CredentialChoices {

    private CredentialChoices() {}

    /**
     * The credentials that builds of a job may use. Users who may not read the job's configuration get only the current
     * value.
     *
     * @param item the job; null outside a job, where it is not known which credentials builds may use
     */
    static ListBoxModel ofItem(Item item, String current, CredentialsMatcher matcher) {
        StandardListBoxModel choices = new StandardListBoxModel();
        if (item == null || !FormAccess.mayRead(item)) {
            return choices.includeCurrentValue(current);
        }
        return choices.includeEmptyValue()
                .includeMatchingAs(
                        item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2,
                        item,
                        StandardCredentials.class,
                        List.of(),
                        matcher)
                .includeCurrentValue(current);
    }

    /** Whether a credential can be the value of a key. */
    static boolean hasValue(Credentials credential) {
        return credential instanceof StringCredentials
                || credential instanceof FileCredentials
                || credential instanceof StandardUsernamePasswordCredentials;
    }

    /** Whether a credential can be all data of a Secret with a type of its own. */
    static boolean isWholeSecret(Credentials credential) {
        return hasValue(credential) || credential instanceof StandardCertificateCredentials;
    }
}
