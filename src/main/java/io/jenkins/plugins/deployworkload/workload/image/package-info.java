/** The source of a container's image: a reference, the running build, a build of another job, or a registry. */
package io.jenkins.plugins.deployworkload.workload.image;
