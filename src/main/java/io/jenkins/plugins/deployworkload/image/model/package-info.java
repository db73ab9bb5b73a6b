/** Image references and what the parsers find: images, digests, rejected outputs. */
package io.jenkins.plugins.deployworkload.image.model;
