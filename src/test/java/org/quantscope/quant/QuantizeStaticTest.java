package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.quantscope.calibrate.CalibrationMethod;
import org.quantscope.calibrate.Observer;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.calibrate.RangeTarget;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.onnx.OnnxReader;

/**
 * {@code quantize_static_weights.csv}: the weight scales that ONNX Runtime 1.30.0's {@code quantize_static} chose for
 * the sample networks (QDQ, int8 symmetric weights, MinMax, weight adjustment for the bias off); all zero points are 0.
 * The weights of BatchNormalization nodes are left out.
 */
class QuantizeStaticTest {
    private final Map<String, Model> models = new HashMap<>();

    @Test
    void weightScalesAreThoseOfOnnxRuntimeBitForBit() throws IOException {
        int compared = 0;
        for (String[] row : rows()) {
            Model model = models.computeIfAbsent(row[0], file -> OnnxReader.read(Path.of("samples", file)));
            Layer layer = model.layers().stream()
                    .filter(candidate -> candidate.weightName().equals(row[2]))
                    .findFirst()
                    .orElseThrow();
            List<Float> expected = Arrays.stream(row[3].split(" "))
                    .map(scale -> (float) Double.parseDouble(scale))
                    .collect(Collectors.toList());
            List<QuantParams> chosen = choose(layer, Granularity.valueOf(row[1]));
            assertThat(chosen).as("%s %s", row[0], row[2]).extracting(QuantParams::scale).isEqualTo(expected);
            assertThat(chosen).extracting(QuantParams::zeroPoint).containsOnly(0f);
            compared += expected.size();
        }
        assertThat(compared).isGreaterThan(1_000);
    }

    private static List<QuantParams> choose(Layer layer, Granularity granularity) {
        List<RangeStatistics> statistics = Observer.perChannel(layer.weight());
        if (granularity == Granularity.PER_TENSOR) {
            statistics = List.of(statistics.stream().reduce(RangeStatistics::merge).orElseThrow());
        }
        List<QuantParams> chosen = new ArrayList<>();
        for (RangeStatistics channel : statistics) {
            chosen.add(ParameterChoice.choose(
                    CalibrationMethod.MIN_MAX.range(channel, RangeTarget.INT8_SYMMETRIC),
                    QuantType.INT8_NARROW,
                    QuantScheme.SYMMETRIC,
                    Rounding.HALF_TO_EVEN));
        }
        return chosen;
    }

    private static List<String[]> rows() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                QuantizeStaticTest.class.getResourceAsStream("/golden/quantize_static_weights.csv"),
                StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split(",")).collect(Collectors.toList());
        }
    }
}
