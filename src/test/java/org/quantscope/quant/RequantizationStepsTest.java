package org.quantscope.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The steps written out give the codes of the fast requantizers. */
class RequantizationStepsTest {
    @ParameterizedTest
    @EnumSource(RequantizationProfile.class)
    void theLastStepIsTheRequantizersCode(RequantizationProfile profile) {
        Random random = new Random(77);
        for (int i = 0; i < 20_000; i++) {
            boolean shift = profile == RequantizationProfile.POWER_OF_TWO;
            float inputScale = shift ? Math.scalb(1f, -random.nextInt(20)) : scale(random);
            float weightScale = shift ? Math.scalb(1f, -random.nextInt(50)) : scale(random);
            float outputScale = shift ? Math.scalb(1f, random.nextInt(10)) : scale(random);
            QuantType type = new QuantType(2 + random.nextInt(15), random.nextBoolean(), random.nextBoolean());
            int zeroPoint = type.qmin() + random.nextInt(type.levels());
            QuantParams output = new QuantParams(type, outputScale, zeroPoint);
            Optional<Clamp> clamp = random.nextBoolean() ? Optional.empty() : Optional.of(new Clamp(0, 6));
            long accumulator = random.nextLong() >> random.nextInt(64);

            RequantizationSteps steps =
                    RequantizationSteps.of(profile, inputScale, weightScale, output, clamp, accumulator);

            assertThat(steps.code())
                    .as("%s of %d by %s · %s / %s", profile, accumulator, inputScale, weightScale, outputScale)
                    .isEqualTo(Requantizer.of(profile, inputScale, weightScale, output, clamp)
                            .requantize(accumulator));
            boolean small = Math.abs(steps.beforeRounding()) < 1 << 20;
            if (small) {
                assertThat(Math.abs(steps.rounded() - steps.beforeRounding())).isLessThanOrEqualTo(1.0);
            }
        }
    }

    private static float scale(Random random) {
        return (float) Math.scalb(0.5 + random.nextDouble(), random.nextInt(24) - 18);
    }
}
