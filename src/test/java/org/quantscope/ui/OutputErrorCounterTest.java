package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.conv.LayerPlanes;
import org.quantscope.conv.StoredPlane;
import org.quantscope.tensor.Shape;

class OutputErrorCounterTest {
    private static final Shape OUTPUT = Shape.of(2, 5, 3, 4);

    private final Random random = new Random(61);

    private ChannelOutputs channel(int channel, double spread) {
        float[] real = new float[24];
        float[] fakeQuant = new float[24];
        double[] integer = new double[24];
        for (int i = 0; i < 24; i++) {
            real[i] = random.nextFloat();
            fakeQuant[i] = real[i] + (float) (spread * random.nextGaussian());
            integer[i] = fakeQuant[i] + spread * random.nextGaussian() / 100;
        }
        return new ChannelOutputs(channel, real, fakeQuant,
                new StoredPlane(integer, Optional.empty(), Optional.empty(), Optional.empty(), 0));
    }

    @Test
    void countingOnAfterEditsGivesWhatCountingFromScratchGives() {
        List<ChannelOutputs> outputs = new ArrayList<>();
        for (int channel = 0; channel < 5; channel++) {
            outputs.add(channel(channel, 0.1));
        }
        LayerPlanes planes = LayerPlanes.of(OUTPUT, outputs);
        OutputErrorCounter counter = new OutputErrorCounter();
        for (int edit = 0; edit < 60; edit++) {
            // Now and then the edited channel has the largest difference of all, which changes every bin's width.
            planes = planes.with(channel(random.nextInt(5), edit % 7 == 0 ? 0.5 : 0.05));
            OutputDifference which = OutputDifference.values()[edit / 5 % 2];
            OutputErrors.Request request = new OutputErrors.Request(
                    new OutputPlanes(planes, Optional.empty(), edit / 10 % 2), random.nextInt(5), which);
            OutputErrors expected = new OutputErrorCounter().count(request);
            OutputErrors counted = counter.count(request);
            assertThat(counted.histogram().counts()).isEqualTo(expected.histogram().counts());
            assertThat(counted.histogram().channelCounts()).isEqualTo(expected.histogram().channelCounts());
            assertThat(counted.histogram().binWidth()).isEqualTo(expected.histogram().binWidth());
            assertThat(counted.channelRms()).isEqualTo(expected.channelRms());
            assertThat(counted.layerRms()).isEqualTo(expected.layerRms());
            assertThat(Arrays.stream(counted.histogram().counts()).sum()).isEqualTo(5 * 12);
        }
    }
}
