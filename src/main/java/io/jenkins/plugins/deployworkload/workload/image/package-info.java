/** The source of a container's image: a reference, the running build, or a build of another job. */
package io.jenkins.plugins.deployworkload.workload.image;
