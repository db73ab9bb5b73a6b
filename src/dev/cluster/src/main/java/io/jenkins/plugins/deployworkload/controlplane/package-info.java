/**
 * A real Kubernetes control plane on the local machine: etcd, API server, controller manager and scheduler; kwok
 * simulates the nodes. {@link io.jenkins.plugins.deployworkload.controlplane.ControlPlane} starts a control plane.
 * {@link io.jenkins.plugins.deployworkload.controlplane.Assets} finds its binaries, or builds them once.
 */
package io.jenkins.plugins.deployworkload.controlplane;
