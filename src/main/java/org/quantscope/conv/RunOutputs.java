package org.quantscope.conv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.quantscope.tensor.FloatTensor;

/** A run's tensors taken apart channel by channel. */
public final class RunOutputs {
    private RunOutputs() {}

    /** @param bias of the channels that ran, with the parameters that they ran with */
    public static List<ChannelOutputs> channels(LayerOutputs outputs, Bias bias) {
        List<ChannelOutputs> channels = new ArrayList<>(outputs.channels().count());
        for (int row = 0; row < outputs.channels().count(); row++) {
            float[] real = plane(outputs.real(), row);
            float[] fakeQuant = outputs.fakeQuant() == outputs.real() ? real : plane(outputs.fakeQuant(), row);
            channels.add(new ChannelOutputs(outputs.channels().from() + row, real, fakeQuant,
                    new StoredPlane(outputs, row, bias.code(row))));
        }
        return channels;
    }

    private static float[] plane(FloatTensor tensor, int row) {
        int rows = tensor.shape().extent(1);
        if (rows == 1) {
            return tensor.data();
        }
        int plane = tensor.shape().extent(2) * tensor.shape().extent(3);
        int images = tensor.shape().extent(0);
        if (images == 1) {
            return Arrays.copyOfRange(tensor.data(), row * plane, (row + 1) * plane);
        }
        float[] own = new float[images * plane];
        for (int image = 0; image < images; image++) {
            System.arraycopy(tensor.data(), (image * rows + row) * plane, own, image * plane, plane);
        }
        return own;
    }
}
