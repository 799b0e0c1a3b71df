package org.quantscope.conv.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The engine's libraries may be loaded while other threads load theirs: nothing searches all libraries for a function. */
class OpenBlasTest {
    @Test
    void theEngineIsLoadedWithoutThePresetsSearchForFunctionsOfOtherLibraries() {
        assumeThat(Engines.select("auto")).isInstanceOf(Nd4jEngine.class);

        // The preset remembers the number that it was asked to set, and seeks MKL's functions each time that it is.
        assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(-1);
        assertThat(Nd4j.factory()).isInstanceOf(SafeNd4jFactory.class);
        assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(1);
    }

    @Test
    void nobodyElseLooksFunctionsUpAmongTheLibraries() {
        JavaClasses own = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.quantscope");
        Stream<JavaMethodCall> calls =
                own.stream().flatMap(all -> all.getMethodCallsFromSelf().stream());

        assertThat(calls.filter(call -> call.getTarget().getName().matches("addressof|blas_set_num_threads"))
                        .map(call -> call.getOriginOwner().getSimpleName()))
                .containsExactly(OpenBlas.class.getSimpleName());
    }

    @Test
    void productsAreThoseOfTheLibrary() {
        assumeThat(Engines.select("auto")).isInstanceOf(Nd4jEngine.class);
        try (INDArray left = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});
                INDArray right = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {2, -2}});
                INDArray product = left.mmul(right)) {
            assertThat(product.toFloatMatrix()).isDeepEqualTo(new float[][] {{7, -4}, {16, -7}});
        }
    }
}
