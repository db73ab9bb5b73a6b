/**
 * Says why a workload does not run, from what the cluster shows of it: one small class a signal, which looks and answers
 * nothing or what it has seen. Pure: knows objects and a clock, no connection. Begin with {@link
 * io.jenkins.plugins.deployworkload.rollout.diagnosis.Diagnosis}; the table for people is {@code docs/diagnosis.md}.
 */
package io.jenkins.plugins.deployworkload.rollout.diagnosis;
