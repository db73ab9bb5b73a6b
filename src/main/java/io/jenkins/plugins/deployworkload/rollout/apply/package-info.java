/** Server-side apply, dry run and diff, field-manager migration, replacing and deleting. */
package io.jenkins.plugins.deployworkload.rollout.apply;
