package org.quantscope.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.quantscope.tensor.FloatTensor;

/**
 * One class that a network names for an image.
 *
 * @param index the class's number
 * @param probability from 0 to 1
 */
public record ClassProbability(int index, double probability) {
    private static final double SUM_TOLERANCE = 1e-3;

    /**
     * The most probable classes of one image, the best first. Values that are no probabilities yet (outside 0 to 1, or
     * not summing to 1) go through a softmax.
     *
     * @param output the network's output, (N, classes) or with further dimensions of extent 1
     * @param image which of the N
     */
    public static List<ClassProbability> top(FloatTensor output, int image, int most) {
        int images = output.shape().rank() < 2 ? 1 : output.shape().extent(0);
        int classes = images == 0 ? 0 : output.size() / images;
        double[] probabilities = probabilities(output.data(), image * classes, classes);
        List<ClassProbability> predictions = new ArrayList<>(classes);
        for (int index = 0; index < classes; index++) {
            predictions.add(new ClassProbability(index, probabilities[index]));
        }
        predictions.sort(Comparator.comparingDouble(ClassProbability::probability).reversed());
        return List.copyOf(predictions.subList(0, Math.min(most, classes)));
    }

    private static double[] probabilities(float[] data, int from, int classes) {
        double[] values = new double[classes];
        double sum = 0;
        double largest = Double.NEGATIVE_INFINITY;
        boolean inside = true;
        for (int i = 0; i < classes; i++) {
            values[i] = data[from + i];
            sum += values[i];
            largest = Math.max(largest, values[i]);
            inside &= values[i] >= 0 && values[i] <= 1;
        }
        if (inside && Math.abs(sum - 1) <= SUM_TOLERANCE) {
            return values;
        }
        double total = 0;
        for (int i = 0; i < classes; i++) {
            values[i] = Math.exp(values[i] - largest);
            total += values[i];
        }
        for (int i = 0; i < classes; i++) {
            values[i] /= total;
        }
        return values;
    }
}
