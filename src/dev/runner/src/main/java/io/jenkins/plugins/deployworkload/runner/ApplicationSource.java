package io.jenkins.plugins.deployworkload.runner;

/** Valid files that describe an application. */
interface ApplicationSource {

    /**
     * Renders the objects.
     *
     * @throws CommandException if the objects are not valid in this namespace
     */
    Application render(String namespace) throws CommandException;

    /** The namespace that one of the objects names; {@code default} if none does. */
    String namedNamespace();
}
