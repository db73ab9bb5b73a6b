/** Lists and watches: a reflector for each selection, shared informers for many handlers. */
package io.jenkins.plugins.deployworkload.client.watch;
