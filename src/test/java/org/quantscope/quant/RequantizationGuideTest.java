package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quantscope.conv.WorstCase;

/** What the guide to the requantization profiles says is what the code does: its tables are read and computed again. */
class RequantizationGuideTest {
    private static final Path GUIDE = Path.of("src", "site", "markdown", "requantization-profiles.md");

    /** The cells of the rows of the table whose heading starts with these words; the heading comes first. */
    private static List<List<String>> table(String heading) throws IOException {
        return Files.readAllLines(GUIDE).stream()
                .dropWhile(line -> !line.startsWith("| " + heading))
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("| ---"))
                .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList())
                .toList();
    }

    private static String keyword(List<String> row) {
        return row.get(0).replace("`", "");
    }

    private static double number(String text) {
        return Double.parseDouble(text.strip().replace('−', '-').replace(",", ""));
    }

    @Test
    void everyProfileHasItsRowWithItsRuntimeAndItsTests() throws IOException {
        List<List<String>> rows = table("profile");
        assertThat(rows.subList(1, rows.size())).extracting(RequantizationGuideTest::keyword)
                .containsExactly(keywords());
        for (RequantizationProfile profile : RequantizationProfile.values()) {
            List<String> row = rows.get(1 + profile.ordinal());
            assertThat(row.get(2)).startsWith(profile.bitExactWith().orElse("none that was tried"));
            assertThat(row.get(3)).isEqualTo(
                    profile.shownBy().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")));
        }
    }

    @Test
    void theTiesAreTheCodesOfTheProfiles() throws IOException {
        List<List<String>> rows = table("M, acc");
        assertThat(rows.subList(1, rows.size())).extracting(RequantizationGuideTest::keyword)
                .containsExactly(keywords());
        QuantParams output = new QuantParams(new QuantType(8, true, false), 1f, 0);
        int compared = 0;
        for (RequantizationProfile profile : RequantizationProfile.values()) {
            List<String> row = rows.get(1 + profile.ordinal());
            for (int column = 1; column < row.size(); column++) {
                String[] tie = rows.get(0).get(column).split(",");
                Requantizer requantizer =
                        Requantizer.of(profile, (float) number(tie[0]), 1f, output, Optional.empty());
                assertThat(requantizer.requantize((long) number(tie[1])))
                        .as("%s of %s", profile, rows.get(0).get(column))
                        .isEqualTo((int) number(row.get(column)));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(5 * 8);
    }

    @Test
    void soManyProductsFitIntoAnInt32AccumulatorAndNotOneMore() throws IOException {
        List<List<String>> rows = table("input");
        assertThat(rows).hasSize(7);
        for (List<String> row : rows.subList(1, rows.size())) {
            QuantParams input = params(row.get(0));
            QuantParams weight = params(row.get(1));
            int products = (int) number(row.get(2));
            assertThat(WorstCase.of(input, weight, products, 0)).as("%s", row).isLessThanOrEqualTo(Integer.MAX_VALUE);
            assertThat(WorstCase.of(input, weight, products + 1, 0)).as("%s", row).isGreaterThan(Integer.MAX_VALUE);
        }
    }

    private static QuantParams params(String words) {
        String name = words.replace("`", "").split(",")[0];
        int bits = Integer.parseInt(name.replaceAll("\\D", ""));
        return new QuantParams(new QuantType(bits, name.startsWith("int"), words.endsWith("narrow")), 1f, 0);
    }

    @ParameterizedTest
    @EnumSource(RequantizationProfile.class)
    void theTestsThatAProfileNamesExist(RequantizationProfile profile) throws IOException {
        assertThat(profile.shownBy()).isNotEmpty();
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            tests = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
        for (String test : profile.shownBy()) {
            assertThat(tests).contains(test + ".java");
            assertThat(profile.claim()).contains(test);
        }
    }

    private static String[] keywords() {
        return Arrays.stream(RequantizationProfile.values()).map(RequantizationProfile::keyword).toArray(String[]::new);
    }
}
