/**
 * Lists and watches objects. A Reflector runs each watch, and a SharedInformer passes its objects to any number of
 * handlers.
 */
package io.jenkins.plugins.deployworkload.client.watch;
