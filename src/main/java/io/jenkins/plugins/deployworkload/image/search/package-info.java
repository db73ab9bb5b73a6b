/** Finds the output files in a directory and chooses among the images that they name. */
package io.jenkins.plugins.deployworkload.image.search;
