/**
 * A real Kubernetes control plane on the local machine: etcd, API server, controller manager and scheduler; kwok
 * simulates the nodes. {@link io.jenkins.plugins.deployworkload.controlplane.ControlPlane} starts one, {@link
 * io.jenkins.plugins.deployworkload.controlplane.Assets} builds its binaries once.
 */
package io.jenkins.plugins.deployworkload.controlplane;
