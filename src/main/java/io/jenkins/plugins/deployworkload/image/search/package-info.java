/** Finds the output files of build tools in a directory, and chooses one of the images in these files. */
package io.jenkins.plugins.deployworkload.image.search;
