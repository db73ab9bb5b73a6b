package io.jenkins.plugins.deployworkload.manifest.patch;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A patch of one object.
 *
 * @param kind the kind of the object
 * @param name the name of the object; {@code null} if there is only one object of the kind
 * @param field the field of the description that holds the content, for the paths of problems
 * @param content a map is a merge patch, a list is a JSON patch
 */
public record ObjectPatch(String kind, String name, String field, JsonNode content) {}
