package io.jenkins.plugins.deployworkload.cluster;

import hudson.util.FormValidation;
import hudson.util.FormValidation.CheckMethod;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.deployworkload.workload.form.SectionDescriptor;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The credential field of a cluster's form. */
public abstract class ClusterFormDescriptor extends SectionDescriptor<Cluster> {

    /** The choices of the credential field: the credentials of Jenkins itself that can authenticate to this server. */
    @POST
    public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId, @QueryParameter String server) {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                ? ClusterCredentials.ofJenkins(server, credentialsId)
                : ClusterCredentials.currentOnly(credentialsId);
    }

    /** The form passes the server too, because the credential may be restricted to it. */
    @Override
    public CheckMethod getCheckMethod(String field) {
        return field.equals("credentialsId") ? new CheckMethod(this, field) : super.getCheckMethod(field);
    }

    /** Warns about a credential that every job can use. */
    @POST
    public FormValidation doCheckCredentialsId(@QueryParameter String value, @QueryParameter String server) {
        return ClusterCredentials.checkScope(value, server);
    }
}
