/** Parsers of build logs, one for each build tool. */
package io.jenkins.plugins.deployworkload.image.log;
