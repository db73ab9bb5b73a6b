package io.jenkins.plugins.deployworkload.workload.binding.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.deployworkload.workload.binding.Problem;
import io.jenkins.plugins.deployworkload.workload.binding.Problems;
import io.jenkins.plugins.deployworkload.workload.binding.ScalarReader;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a text may be, and that nobody can write one that is not soon refused. */
class TextRuleTest {

    /** What an API server takes as a quantity, as the schemas of Kubernetes' tools have it. */
    private static final Pattern KUBERNETES = Pattern.compile(
            "(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?");

    /** Of these: none that is negative or finer than thousandths, and whole exponents of one or two digits. */
    private static final Pattern SUPPORTED = Pattern.compile("[^-nu][^nu]*");

    private static final Pattern EXPONENT = Pattern.compile("[^eE]*([eE]|[eE]i|[eE][-+]?[0-9]{1,2})?");

    /** All texts of up to five of these. */
    @Test
    void quantityMatchesKubernetesSyntax() {
        assertAcceptedAsKubernetesDoes("", "+-.019eEmkKin".toCharArray());
    }

    private static void assertAcceptedAsKubernetesDoes(String text, char[] letters) {
        boolean taken = KUBERNETES.matcher(text).matches()
                && SUPPORTED.matcher(text).matches()
                && EXPONENT.matcher(text).matches();
        if (TextRule.QUANTITY.problem(text).isEmpty() != taken) {
            assertThat(TextRule.QUANTITY.problem(text).isEmpty()).as(text).isEqualTo(taken);
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
                    .hasValueSatisfying(said -> assertThat(said).contains("at most 64 characters"));
        }
    }

    @Test
    void scheduleHasAtMost1024Characters() {
        String minutes = "0,".repeat(507) + "0 * * * *";

        assertThat(minutes).hasSize(1023);
        assertThat(TextRule.SCHEDULE.problem(minutes)).isEmpty();
        assertThat(TextRule.SCHEDULE.problem("00," + minutes))
                .hasValueSatisfying(said -> assertThat(said).contains("at most 1024 characters"));
    }

    /** For some, a million characters took hours; others ran out of stack. */
    @ParameterizedTest
    @EnumSource(TextRule.class)
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void checksLongTextQuickly(TextRule rule) {
        for (String part : List.of("1", "0", "a", "A", ".", "1.", "a.", "a-", "a_", "/", "a/", "1s", "1,", " ", "1 ")) {
            for (String start : List.of("", "@every ", "metadata.labels['", "limits.hugepages-", "* * * * ")) {
                for (String end : List.of("", "!", "x", "%", "']", " \n")) {
                    rule.problem(start + part.repeat(1_000_000) + end);
                }
            }
        }
    }

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void refusesLongNumberQuickly() {
        Problems problems = new Problems();

        assertThat(ScalarReader.read(Integer.class, TextNode.valueOf("1".repeat(50_000_000)), "replicas", problems))
                .isNull();
        assertThat(problems.list())
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .endsWith("is not a whole number of this size");
    }
}
