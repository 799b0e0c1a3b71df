package org.quantscope.conv;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.quantscope.tensor.Shape;

/** A run's tensors taken apart channel by channel. */
public final class RunOutputs {
    private RunOutputs() {}

    /** @param bias of the channels that ran, with the parameters that they ran with */
    public static List<ChannelOutputs> channels(LayerOutputs outputs, Bias bias) {
        List<ChannelOutputs> channels = new ArrayList<>(outputs.channels().count());
        Shape shape = outputs.real().shape();
        for (int row = 0; row < outputs.channels().count(); row++) {
            int which = row;
            float[] real = plane(outputs.real().data(), shape, row);
            float[] fakeQuant =
                    outputs.fakeQuant() == outputs.real() ? real : plane(outputs.fakeQuant().data(), shape, row);
            StoredPlane integer = new StoredPlane(
                    plane(outputs.integer().data(), shape, row),
                    outputs.outputCodes().map(codes -> plane(codes.data(), shape, which)),
                    outputs.accumulator().map(sums -> plane(sums.data(), shape, which)),
                    outputs.held().map(sums -> plane(sums.data(), shape, which)),
                    bias.code(row));
            channels.add(new ChannelOutputs(outputs.channels().from() + row, real, fakeQuant, integer));
        }
        return channels;
    }

    /** One row of an array of numbers (N, rows, H', W'); the array itself if there is one row. */
    private static <T> T plane(T values, Shape shape, int row) {
        int rows = shape.extent(1);
        if (rows == 1) {
            return values;
        }
        int plane = shape.extent(2) * shape.extent(3);
        int images = shape.extent(0);
        @SuppressWarnings("unchecked") // an array of the same type
        T own = (T) Array.newInstance(values.getClass().getComponentType(), images * plane);
        for (int image = 0; image < images; image++) {
            System.arraycopy(values, (image * rows + row) * plane, own, image * plane, plane);
        }
        return own;
    }
}
