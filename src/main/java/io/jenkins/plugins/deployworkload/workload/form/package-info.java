/** What the Jenkins form needs: descriptors, binding of a submitted form, field checks. */
package io.jenkins.plugins.deployworkload.workload.form;
