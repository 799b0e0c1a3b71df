package org.quantscope.workspace;

import java.util.Optional;
import org.quantscope.quant.Formula;

/**
 * What the lesson is about: the workload of the seed question, or a layer of the open model.
 *
 * @param layer name of the layer; empty: the seed question
 * @param reading how the seed question's scale is read, {@link Formula#MICRONET} or {@link Formula#MICRONET_2020};
 *     without meaning for a layer, which has its own formula
 * @param affineHere whether a layer's weights are taken as 4-bit affine, whatever the settings say; the settings stay
 */
public record LessonSubject(Optional<String> layer, Formula reading, boolean affineHere) {
    /** The seed question as it is remembered: the scale divides. */
    public static final LessonSubject SEED = new LessonSubject(Optional.empty(), Formula.MICRONET, false);

    /** A layer with its own settings. */
    public static LessonSubject layer(String name) {
        return new LessonSubject(Optional.of(name), Formula.MICRONET, false);
    }

    public LessonSubject withReading(Formula newReading) {
        return new LessonSubject(layer, newReading, affineHere);
    }

    public LessonSubject withAffineHere(boolean newAffineHere) {
        return new LessonSubject(layer, reading, newAffineHere);
    }

    public boolean isSeed() {
        return layer.isEmpty();
    }
}
