package io.jenkins.plugins.deployworkload.registry;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of the next page of a list: the header {@code Link} with the relation {@code next} (RFC 8288). */
final class NextPage {

    private static final Pattern LINK =
            Pattern.compile("<([^<>]{1,2000})>\\s{0,5};[^,]{0,100}?rel=\"?next\"?", Pattern.CASE_INSENSITIVE);

    private NextPage() {}

    /** Empty if there is no next page. Only the query of the link counts: the host and the path stay those of the list. */
    static Optional<URI> of(RegistryHttp.Answer page) {
        String header = page.header("Link");
        if (header.length() > 4096) {
            return Optional.empty();
        }
        Matcher link = LINK.matcher(header);
        if (!link.find()) {
            return Optional.empty();
        }
        try {
            URI current = page.uri();
            String query = current.resolve(link.group(1)).getRawQuery();
            return query == null
                    ? Optional.empty()
                    : Optional.of(URI.create(current.getScheme() + "://" + current.getRawAuthority()
                            + current.getRawPath() + "?" + query));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
