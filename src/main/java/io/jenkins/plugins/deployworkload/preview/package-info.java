/** The preview of the form: what a step describes, before any build runs it. */
package io.jenkins.plugins.deployworkload.preview;
