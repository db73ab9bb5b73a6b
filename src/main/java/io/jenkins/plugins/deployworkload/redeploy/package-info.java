/** The page of a build from which its revisions are deployed again, and the builds that do so. */
package io.jenkins.plugins.deployworkload.redeploy;
