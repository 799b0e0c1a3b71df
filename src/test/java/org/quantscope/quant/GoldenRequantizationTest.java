package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * {@code golden_requant.csv}: accumulators, scales and the int8 codes that ONNX Runtime and TensorFlow Lite's kernels
 * gave for them, made with NumPy from the equations after these had been compared with both runtimes. The scales are
 * printed so that parsing as double and casting to float is exact.
 */
class GoldenRequantizationTest {
    private static final QuantType INT8 = new QuantType(8, true, false);

    private record Vector(
            long accumulator,
            float inputScale,
            float weightScale,
            float outputScale,
            int zeroPoint,
            int significand,
            int exponent,
            int float32,
            int gemmlowp,
            int ruy) {
        int requantize(RequantizationProfile profile) {
            QuantParams output = new QuantParams(INT8, outputScale, zeroPoint);
            return Requantizer.of(profile, inputScale, weightScale, output, Optional.empty())
                    .requantize(accumulator);
        }
    }

    private static List<Vector> vectors() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                GoldenRequantizationTest.class.getResourceAsStream("/golden/golden_requant.csv"),
                StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] cells = line.split(",");
                vectors.add(new Vector(
                        Long.parseLong(cells[0]),
                        (float) Double.parseDouble(cells[1]),
                        (float) Double.parseDouble(cells[2]),
                        (float) Double.parseDouble(cells[3]),
                        Integer.parseInt(cells[4]),
                        Integer.parseInt(cells[5]),
                        Integer.parseInt(cells[6]),
                        Integer.parseInt(cells[7]),
                        Integer.parseInt(cells[8]),
                        Integer.parseInt(cells[9])));
            }
        }
        return vectors;
    }

    @Test
    void everyVectorIsThere() throws IOException {
        assertThat(vectors()).hasSize(358);
    }

    @Test
    void float32RequantizationGivesEveryCode() throws IOException {
        for (Vector vector : vectors()) {
            assertThat(vector.requantize(RequantizationProfile.FLOAT32)).as("%s", vector).isEqualTo(vector.float32());
        }
    }

    @Test
    void multipliersDecomposeAsListed() throws IOException {
        for (Vector vector : vectors()) {
            assertThat(FixedPointMultiplier.of(vector.inputScale(), vector.weightScale(), vector.outputScale()))
                    .as("%s", vector)
                    .isEqualTo(new FixedPointMultiplier(vector.significand(), vector.exponent()));
        }
    }

    @Test
    void gemmlowpRequantizationGivesEveryCode() throws IOException {
        for (Vector vector : vectors()) {
            assertThat(vector.requantize(RequantizationProfile.GEMMLOWP)).as("%s", vector).isEqualTo(vector.gemmlowp());
        }
    }

    @Test
    void ruyRequantizationGivesEveryCode() throws IOException {
        for (Vector vector : vectors()) {
            assertThat(vector.requantize(RequantizationProfile.RUY)).as("%s", vector).isEqualTo(vector.ruy());
        }
    }

    /** Against the real product without any rounding but the last. */
    @Test
    void float64RequantizationIsTheNearestCodeOfTheExactProduct() throws IOException {
        for (Vector vector : vectors()) {
            BigDecimal product = BigDecimal.valueOf(vector.accumulator())
                    .multiply(new BigDecimal(vector.inputScale()))
                    .multiply(new BigDecimal(vector.weightScale()));
            BigDecimal steps = product.divide(new BigDecimal(vector.outputScale()), 60, RoundingMode.HALF_EVEN)
                    .setScale(0, RoundingMode.HALF_EVEN);
            BigDecimal code = steps.add(BigDecimal.valueOf(vector.zeroPoint()))
                    .max(BigDecimal.valueOf(INT8.qmin()))
                    .min(BigDecimal.valueOf(INT8.qmax()));
            assertThat(vector.requantize(RequantizationProfile.FLOAT64))
                    .as("%s", vector)
                    .isEqualTo(code.intValueExact());
        }
    }

    /** Equation (30) where it applies: k is 2^30 and the scales cancel to 2^(e - 1) exactly. */
    @Test
    void aShiftGivesTheCodesOfEveryVectorWhoseMultiplierIsAPowerOfTwo() throws IOException {
        int compared = 0;
        for (Vector vector : vectors()) {
            if (PowerOfTwoRequantizer.fault(vector.inputScale(), vector.weightScale(), vector.outputScale()) == null) {
                int places = 1 - vector.exponent();
                long steps = (vector.accumulator() + ((1L << places) >> 1)) >> places;
                assertThat(vector.requantize(RequantizationProfile.POWER_OF_TWO))
                        .as("%s", vector)
                        .isEqualTo((int) Math.max(-128, Math.min(127, steps + vector.zeroPoint())));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(27);
    }

    @Test
    void theLastSixtyVectorsTellFloat32FromDoublePrecision() throws IOException {
        List<Vector> vectors = vectors();
        for (Vector vector : vectors.subList(vectors.size() - 60, vectors.size())) {
            assertThat(vector.requantize(RequantizationProfile.FLOAT64))
                    .as("%s", vector)
                    .isNotEqualTo(vector.float32());
        }
    }

    @Test
    void thePublishedCaseRoundsToEvenInFloat32Only() throws IOException {
        Vector published = vectors().get(0);
        assertThat(published.requantize(RequantizationProfile.FLOAT32)).isEqualTo(-120);
        for (RequantizationProfile other : List.of(
                RequantizationProfile.FLOAT64, RequantizationProfile.GEMMLOWP, RequantizationProfile.RUY)) {
            assertThat(published.requantize(other)).as("%s", other).isEqualTo(-119);
        }
    }
}
