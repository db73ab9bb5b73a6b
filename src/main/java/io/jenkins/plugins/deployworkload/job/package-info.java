/** What a deploy depends on in the job that deploys: its identity as an owner, and whether it builds a pull request. */
package io.jenkins.plugins.deployworkload.job;
