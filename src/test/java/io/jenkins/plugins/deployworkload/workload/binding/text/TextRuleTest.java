package io.jenkins.plugins.deployworkload.workload.binding.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule accepts the same texts as the Kubernetes API, and refuses long invalid texts quickly. */
class TextRuleTest {

    /** The syntax of quantities, as in the JSON schemas that Kubernetes tools use. */
    private static final Pattern KUBERNETES = Pattern.compile(
            "(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?");

    /** This plugin supports no negative quantities and no units below thousandths. */
    private static final Pattern SUPPORTED = Pattern.compile("[^-nu][^nu]*");

    /** This plugin supports only integer exponents with one or two digits. */
    private static final Pattern EXPONENT = Pattern.compile("[^eE]*([eE]|[eE]i|[eE][-+]?[0-9]{1,2})?");

    /** Compares the results for all texts of up to five characters from this set. */
    @Test
    void quantityMatchesKubernetesSyntax() {
        assertAcceptedAsKubernetesDoes("", "+-.019eEmkKin".toCharArray());
    }

    private static void assertAcceptedAsKubernetesDoes(String text, char[] letters) {
        boolean expected = KUBERNETES.matcher(text).matches()
                && SUPPORTED.matcher(text).matches()
                && EXPONENT.matcher(text).matches();
        if (TextRule.QUANTITY.problem(text).isEmpty() != expected) {
            assertThat(TextRule.QUANTITY.problem(text).isEmpty()).as(text).isEqualTo(expected);
        }
        if (text.length() < 5) {
            for (char letter : letters) {
                assertAcceptedAsKubernetesDoes(text + letter, letters);
            }
        }
    }

    @Test
    void quantityHasAtMost64Characters() {
        String longest = "1".repeat(62) + "Mi";

        assertThat(TextRule.QUANTITY.problem(longest)).isEmpty();
        assertThat(TextRule.BYTES.problem(longest)).isEmpty();
        for (TextRule rule : List.of(TextRule.QUANTITY, TextRule.BYTES)) {
            assertThat(rule.problem("1" + longest))
                    .hasValueSatisfying(message -> assertThat(message).contains("at most 64 characters"));
        }
    }

    @Test
    void scheduleHasAtMost1024Characters() {
        String minutes = "0,".repeat(507) + "0 * * * *";

        assertThat(minutes).hasSize(1023);
        assertThat(TextRule.SCHEDULE.problem(minutes)).isEmpty();
        assertThat(TextRule.SCHEDULE.problem("00," + minutes))
                .hasValueSatisfying(message -> assertThat(message).contains("at most 1024 characters"));
    }

    /**
     * For a text of a million characters, a regular expression with backtracking can take hours or overflow the stack.
     */
    @ParameterizedTest
    @EnumSource(TextRule.class)
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void checksLongTextQuickly(TextRule rule) {
        for (String part : List.of("1", "0", "a", "A", ".", "1.", "a.", "a-", "a_", "/", "a/", "1s", "1,", " ", "1 ")) {
            String middle = part.repeat(1_000_000);
            for (String start : List.of("", "@every ", "metadata.labels['", "limits.hugepages-", "* * * * ")) {
                for (String end : List.of("", "!", "x", "%", "']", " \n")) {
                    rule.problem(start + middle + end);
                }
            }
        }
    }
}
