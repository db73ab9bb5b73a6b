/** Parsers of files that build tools write, one a format. */
package io.jenkins.plugins.deployworkload.image.file;
