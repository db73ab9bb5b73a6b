/** The Services of a workload. */
package io.jenkins.plugins.deployworkload.workload.service;
