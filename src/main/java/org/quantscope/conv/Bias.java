package org.quantscope.conv;

import java.util.Arrays;
import java.util.Optional;
import org.quantscope.quant.BiasQuantizer;
import org.quantscope.quant.LayerParams;
import org.quantscope.tensor.FloatTensor;

/**
 * The bias of the computed channels as the three paths add it. Zeros where the layer has none.
 *
 * @param real by channel, as the layer has it
 * @param fakeQuant by channel, what the codes stand for; {@code real} itself if the bias stays float
 * @param codes by channel, on the accumulator's scale, equation (24); empty if the bias stays float
 */
public record Bias(float[] real, float[] fakeQuant, Optional<int[]> codes) {
    /** @param bias one value for each output channel of the layer */
    public static Bias of(Optional<FloatTensor> bias, LayerParams params, ChannelRange channels) {
        float[] real = bias.map(all -> Arrays.copyOfRange(all.data(), channels.from(), channels.to()))
                .orElseGet(() -> new float[channels.count()]);
        if (!params.hasIntegerBias()) {
            return new Bias(real, real, Optional.empty());
        }
        BiasQuantizer quantizer = new BiasQuantizer(params.biasBits().getAsInt());
        float inputScale = (float) params.input().orElseThrow().unit();
        int[] codes = new int[real.length];
        float[] back = new float[real.length];
        for (int row = 0; row < real.length; row++) {
            float weightScale =
                    (float) params.weight().orElseThrow().channel(channels.from() + row).unit();
            float scale = BiasQuantizer.scale(inputScale, weightScale);
            codes[row] = quantizer.quantize(real[row], scale);
            back[row] = BiasQuantizer.dequantize(codes[row], scale);
        }
        return new Bias(real, back, Optional.of(codes));
    }

    /** The code of a row, 0 if the bias stays float. */
    public int code(int row) {
        return codes.isPresent() ? codes.get()[row] : 0;
    }
}
