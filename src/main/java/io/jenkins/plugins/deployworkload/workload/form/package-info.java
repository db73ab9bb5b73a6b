/** Support for Jenkins forms: the descriptor base class, binding of submitted forms, validation and permission checks. */
package io.jenkins.plugins.deployworkload.workload.form;
