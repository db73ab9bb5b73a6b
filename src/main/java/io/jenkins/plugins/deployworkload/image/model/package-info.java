/** Image references, and the results of the parsers: images, digests and rejected outputs. */
package io.jenkins.plugins.deployworkload.image.model;
