package io.jenkins.plugins.deployworkload;

import java.util.Map;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/**
 * A key of a map such as {@code app.properties}. Pipeline's snippet generator writes every name of Java without quotes,
 * also a name with dots, which is no key in Groovy. As a call without a name, the key is written in parentheses and
 * with quotes: {@code ('app.properties'): …}.
 */
final class SnippetKey extends UninstantiatedDescribable {
    private static final long serialVersionUID = 1L;

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");

    private SnippetKey(String key) {
        super("", null, Map.of("key", key));
    }

    /** The key itself if the snippet generator writes it correctly. */
    static Object of(String key) {
        return SourceVersion.isName(key) && !IDENTIFIER.matcher(key).matches() ? new SnippetKey(key) : key;
    }

    /** Makes the snippet generator write the value of the argument without the argument's name. */
    @Override
    public boolean hasSoleRequiredArgument() {
        return true;
    }
}
