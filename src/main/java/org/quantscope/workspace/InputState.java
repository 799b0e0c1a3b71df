package org.quantscope.workspace;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the network is fed, and what it answered.
 *
 * @param version changes with every new input
 * @param source where it comes from, for a person: a file name, or {@code random input, seed 1}
 * @param count images the source has; 0 for a random input
 * @param index which of them is shown, from 0
 * @param picture the pixels shown; empty where there are none to show
 * @param label what the image shows, where the data say so
 * @param nearby images around the shown one, in order, the shown one included
 * @param randomSeed the seed of a random input
 * @param predictions the float network's best answers, best first; empty where the network gives none
 * @param rangeSource what the ranges of inputs and outputs were observed on, for a person
 * @param remark what a person should know about this input, such as why it is random; may be empty
 */
public record InputState(
        long version,
        String source,
        int count,
        int index,
        Optional<Picture> picture,
        Optional<String> label,
        List<Thumbnail> nearby,
        OptionalLong randomSeed,
        List<Prediction> predictions,
        String rangeSource,
        String remark) {
    public InputState {
        nearby = List.copyOf(nearby);
        predictions = List.copyOf(predictions);
    }
}
