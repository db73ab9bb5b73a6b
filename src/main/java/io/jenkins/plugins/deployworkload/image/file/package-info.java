/** Parsers of files that build tools write, one for each format. */
package io.jenkins.plugins.deployworkload.image.file;
