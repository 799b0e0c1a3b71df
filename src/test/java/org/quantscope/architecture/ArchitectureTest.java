package org.quantscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.Slices;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the rooms' rules against the product, and shows that every rule fails where it is broken. */
class ArchitectureTest {
    private static final String PRODUCT = "org.quantscope";
    private static final String FIXTURE = "org.quantscope.archfixture";
    private static final JavaClasses PRODUCT_CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(PRODUCT);
    private static final JavaClasses BROKEN_CLASSES = new ClassFileImporter().importPackages(FIXTURE);

    @ParameterizedTest
    @MethodSource("productRules")
    void theProductKeepsTheRule(ArchRule rule) {
        rule.check(PRODUCT_CLASSES);
    }

    @ParameterizedTest
    @MethodSource("fixtureRules")
    void theFixtureBreaksTheRule(ArchRule rule) {
        assertThatThrownBy(() -> rule.check(BROKEN_CLASSES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(FIXTURE);
    }

    @Test
    void everyRoomOfTheTableHasClassesSoThatNoRuleIsEmpty() {
        for (String room : ArchitectureRules.TABLE.keySet()) {
            assertThat(PRODUCT_CLASSES.stream()
                            .filter(type -> type.getPackageName().equals(PRODUCT + "." + room))
                            .filter(type -> !type.getSimpleName().equals("package-info")))
                    .as("classes in %s", room)
                    .isNotEmpty();
        }
    }

    @Test
    void theCycleRuleSeesEveryRoomAsASlice() {
        String pattern = new ArchitectureRules(PRODUCT).slicePattern();
        assertThat(Slices.matching(pattern).transform(PRODUCT_CLASSES))
                .hasSize(ArchitectureRules.TABLE.size())
                .hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void theFixtureHasAnOffenderForEveryRoom() {
        List<ArchRule> rules = new ArchitectureRules(FIXTURE).importTable();
        assertThat(rules).hasSameSizeAs(ArchitectureRules.TABLE.keySet());
    }

    static Stream<ArchRule> productRules() {
        return new ArchitectureRules(PRODUCT).all().stream();
    }

    static Stream<ArchRule> fixtureRules() {
        return new ArchitectureRules(FIXTURE).all().stream();
    }
}
