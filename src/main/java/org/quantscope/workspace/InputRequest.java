package org.quantscope.workspace;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.network.ImageSet;
import org.quantscope.settings.Preprocessing;

/**
 * What the network is to be fed.
 *
 * @param model the network
 * @param images where images come from; empty: a random input
 * @param index which of them
 * @param seed of a random input
 * @param preprocessing how pixels become the network's input
 * @param dimensions extents for the open dimensions of the input, by name
 * @param classes what the network's answers are called; empty where nobody knows
 * @param calibration images that the ranges are observed on; empty: the input itself
 * @param ranges ranges observed earlier that stay; empty: observe them anew
 */
record InputRequest(
        OpenModel model,
        Optional<ImageSet> images,
        int index,
        long seed,
        Preprocessing preprocessing,
        Map<String, Integer> dimensions,
        List<String> classes,
        Optional<ImageSet> calibration,
        Optional<ObservedRanges> ranges) {

    /** Another form of the same network, whose ranges are observed anew. */
    InputRequest withModel(OpenModel newModel) {
        return new InputRequest(newModel, images, index, seed, preprocessing, dimensions, classes, calibration,
                Optional.empty());
    }

    InputRequest withImages(ImageSet newImages, int newIndex) {
        return new InputRequest(model, Optional.of(newImages), newIndex, seed, preprocessing, dimensions, classes,
                calibration, ranges);
    }

    InputRequest withSeed(long newSeed) {
        return new InputRequest(
                model, Optional.empty(), 0, newSeed, preprocessing, dimensions, classes, calibration, ranges);
    }

    InputRequest withPreprocessing(Preprocessing newPreprocessing) {
        return new InputRequest(
                model, images, index, seed, newPreprocessing, dimensions, classes, calibration, ranges);
    }

    InputRequest withDimensions(Map<String, Integer> newDimensions) {
        return new InputRequest(
                model, images, index, seed, preprocessing, Map.copyOf(newDimensions), classes, calibration, ranges);
    }

    InputRequest withCalibration(Optional<ImageSet> newCalibration) {
        return new InputRequest(
                model, images, index, seed, preprocessing, dimensions, classes, newCalibration, ranges);
    }

    InputRequest withRanges(Optional<ObservedRanges> newRanges) {
        return new InputRequest(
                model, images, index, seed, preprocessing, dimensions, classes, calibration, newRanges);
    }

    /** Ranges that came from calibration images stay; those that came from the input itself are observed again. */
    InputRequest withRangesOfNewInput() {
        return calibration.isPresent() ? this : withRanges(Optional.empty());
    }
}
