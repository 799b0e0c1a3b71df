package org.quantscope.workspace;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.quantscope.network.ClassProbability;
import org.quantscope.tensor.FloatTensor;

/**
 * What both networks give for one class.
 *
 * @param index the class's number
 * @param label what it is called
 * @param floatValue the float network's output for it
 * @param quantizedValue the quantized network's
 * @param floatProbability the float network's probability, 0 to 1
 * @param quantizedProbability the quantized network's
 */
public record AnsweredClass(
        int index,
        String label,
        double floatValue,
        double quantizedValue,
        double floatProbability,
        double quantizedProbability) {
    /** As many classes as can be looked at side by side. */
    private static final int MOST = 10;

    /**
     * The classes of the first image in the order of their numbers, all or the best of both networks; none where the
     * outputs are not one value for each class.
     *
     * @param names what the classes are called; a class beyond them is called by its number
     */
    static List<AnsweredClass> of(FloatTensor real, FloatTensor quantized, List<String> names) {
        if (Predictions.of(real, names).isEmpty() || real.size() != quantized.size()) {
            return List.of();
        }
        int count = real.size() / real.shape().extent(0);
        List<ClassProbability> before = ClassProbability.top(real, 0, count);
        List<ClassProbability> after = ClassProbability.top(quantized, 0, count);
        Set<Integer> chosen = new HashSet<>();
        for (int rank = 0; rank < count && chosen.size() < MOST; rank++) {
            chosen.add(before.get(rank).index());
            if (chosen.size() < MOST) {
                chosen.add(after.get(rank).index());
            }
        }
        double[] floatShares = byIndex(before);
        double[] quantizedShares = byIndex(after);
        return IntStream.range(0, count)
                .filter(chosen::contains)
                .mapToObj(index -> new AnsweredClass(index, Predictions.className(names, index),
                        real.get(index), quantized.get(index), floatShares[index], quantizedShares[index]))
                .toList();
    }

    /** The class that counts most in either network first. */
    public static Comparator<AnsweredClass> mostProbableFirst() {
        return Comparator.comparingDouble(
                (AnsweredClass each) -> -Math.max(each.floatProbability(), each.quantizedProbability()));
    }

    private static double[] byIndex(List<ClassProbability> ranked) {
        double[] shares = new double[ranked.size()];
        ranked.forEach(each -> shares[each.index()] = each.probability());
        return shares;
    }
}
