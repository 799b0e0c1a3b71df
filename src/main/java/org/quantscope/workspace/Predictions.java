package org.quantscope.workspace;

import java.util.List;
import org.quantscope.network.ClassProbability;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/** A network's output as answers with names. */
final class Predictions {
    private static final int MOST = 5;

    private Predictions() {}

    /**
     * The best classes of the first image, best first; none where the output is not one value for each class.
     *
     * @param classes what they are called; a class beyond them is called by its number
     */
    static List<Prediction> of(FloatTensor output, List<String> classes) {
        Shape shape = output.shape();
        int count = shape.rank() < 2 ? 0 : shape.extent(1);
        if (count < 2 || (long) shape.extent(0) * count != output.size()) {
            return List.of();
        }
        return ClassProbability.top(output, 0, MOST).stream()
                .map(top -> new Prediction(className(classes, top.index()), top.probability()))
                .toList();
    }

    static String className(List<String> classes, int index) {
        return index >= 0 && index < classes.size() ? classes.get(index) : "class " + index;
    }
}
