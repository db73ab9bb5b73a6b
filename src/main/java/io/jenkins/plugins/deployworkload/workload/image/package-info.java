/** Where the image of a container comes from: a reference, this build, another job. */
package io.jenkins.plugins.deployworkload.workload.image;
