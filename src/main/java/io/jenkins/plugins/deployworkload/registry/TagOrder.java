package io.jenkins.plugins.deployworkload.registry;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order of tags in a list: newer versions first. Registries do not report when a tag was pushed. */
public final class TagOrder {

    private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

    /** Compares numbers in tags by their value, so that {@code 1.10} comes before {@code 1.9}. */
    private static final Comparator<String> BY_VERSION = TagOrder::compare;

    private TagOrder() {}

    /** The tags, newer versions first. */
    public static List<String> newestFirst(List<String> tags) {
        return tags.stream().sorted(BY_VERSION.reversed()).toList();
    }

    private static int compare(String a, String b) {
        Matcher left = PART.matcher(a);
        Matcher right = PART.matcher(b);
        while (left.find()) {
            if (!right.find()) {
                return 1;
            }
            int order = comparePart(left.group(), right.group());
            if (order != 0) {
                return order;
            }
        }
        return right.find() ? -1 : a.compareTo(b);
    }

    private static int comparePart(String a, String b) {
        boolean numbers = Character.isDigit(a.charAt(0)) && Character.isDigit(b.charAt(0));
        return numbers ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
    }
}
