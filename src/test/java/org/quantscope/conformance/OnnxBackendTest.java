package org.quantscope.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quantscope.conv.engine.Engines;

/**
 * The ONNX project's own tests of its quantization operators and of Conv (source and licence: {@code
 * onnx-backend/README.md}), computed by {@link BackendOperators}. Every folder is a test; one whose operator nothing
 * computes fails.
 */
class OnnxBackendTest {
    @TempDir
    Path folder;

    static Stream<Arguments> cases() {
        return BackendCase.names().stream().flatMap(name -> engines(name).map(engine -> Arguments.of(name, engine)));
    }

    /** The operators that sum products run with both engines; the others know of none. */
    private static Stream<String> engines(String name) {
        return name.contains("quantizelinear") ? Stream.of("reference") : Stream.of("reference", "nd4j", "onednn");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void aCaseOfTheSuite(String name, String engine) throws IOException {
        BackendCase given = BackendCase.read(name);
        List<BackendTensor> results = new BackendOperators(Engines.select(engine), folder).run(given);
        assertThat(results).hasSameSizeAs(given.outputs());
        for (int at = 0; at < results.size(); at++) {
            assertEqual(name + " output " + at, results.get(at), given.outputs().get(at));
        }
    }

    /** Codes, sums, scales and dequantized values are equal; only the sums of Conv depend on the order of additions. */
    private static void assertEqual(String name, BackendTensor result, BackendTensor expected) {
        assertThat(result.shape()).as(name).isEqualTo(expected.shape());
        assertThat(result.codes()).as(name).containsExactly(expected.codes());
        assertThat(result.bits()).as(name).isEqualTo(expected.bits());
        assertThat(result.signed()).as(name).isEqualTo(expected.signed());
        if (name.contains("quantizelinear")) {
            assertThat(result.reals()).as(name).containsExactly(expected.reals());
        } else {
            assertThat(result.reals()).as(name).containsExactly(expected.reals(), Offset.offset(1e-5f));
        }
    }

    @Test
    void theFolderHoldsWhatItsIndexSays() throws IOException {
        assertThat(BackendCase.names()).isEqualTo(BackendCase.index()).hasSize(53);
    }

    @Test
    void everyOperatorHasCases() throws IOException {
        TreeSet<String> operators = new TreeSet<>();
        for (String name : BackendCase.names()) {
            operators.add(BackendCase.read(name).node().getOpType());
        }
        assertThat(operators).containsExactly(
                "Conv", "ConvInteger", "DequantizeLinear", "DynamicQuantizeLinear", "MatMulInteger", "QLinearConv",
                "QLinearMatMul", "QuantizeLinear");
    }

    /** The cases for these operators, in both sources, that are not in the folder. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            test_dynamicquantizelinear_expanded              | the same data as without _expanded; a graph of 16 nodes, and no graph is interpreted here
            test_dynamicquantizelinear_max_adjusted_expanded | the same
            test_dynamicquantizelinear_min_adjusted_expanded | the same
            test_Conv3d                                      | three dimensions; a layer has one or two
            test_Conv3d_dilated                              | three dimensions
            test_Conv3d_dilated_strided                      | three dimensions
            test_Conv3d_groups                               | three dimensions
            test_Conv3d_no_bias                              | three dimensions
            test_Conv3d_stride                               | three dimensions
            test_Conv3d_stride_padding                       | three dimensions
            test_operator_conv                               | 4 MB, and no form that the small ones lack
            test_quantizelinear_e4m3fn                       | codes in floating point of 8 bits, which are no integers
            test_quantizelinear_e5m2                         | codes in floating point of 8 bits
            test_quantizelinear_float4e2m1                   | codes in floating point of 4 bits
            test_quantizelinear_blocked_asymmetric           | a scale for each block of an axis; a layer has one for each channel or one for all
            test_quantizelinear_blocked_symmetric            | a scale for each block
            test_dequantizelinear_e4m3fn                     | codes in floating point of 8 bits
            test_dequantizelinear_e4m3fn_float16             | codes in floating point of 8 bits
            test_dequantizelinear_e4m3fn_zero_point          | codes in floating point of 8 bits
            test_dequantizelinear_e5m2                       | codes in floating point of 8 bits
            test_dequantizelinear_float4e2m1                 | codes in floating point of 4 bits
            test_dequantizelinear_blocked                    | a scale for each block
            test_qlinearmatmul_2D_uint8_float32              | the data of test_qlinearmatmul_2D
            test_qlinearmatmul_3D_uint8_float32              | the data of test_qlinearmatmul_3D
            test_qlinearmatmul_2D_uint8_float16              | scales in float16; a scale is a float32
            test_qlinearmatmul_3D_uint8_float16              | scales in float16
            test_qlinearmatmul_2D_int8_float16               | scales in float16
            test_qlinearmatmul_3D_int8_float16               | scales in float16
            """)
    void leftOut(String name, String reason) {
        assertThat(BackendCase.names()).as("%s was left out: %s", name, reason).doesNotContain(name);
    }
}
