/** Parsers of build logs, one a build tool. */
package io.jenkins.plugins.deployworkload.image.log;
