/** The objects of a deploy for people. */
package io.jenkins.plugins.deployworkload.execution.objects;
