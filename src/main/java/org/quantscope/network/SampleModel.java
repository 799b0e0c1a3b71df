package org.quantscope.network;

import java.util.List;
import org.quantscope.settings.Preprocessing;

/**
 * A bundled network and what belongs to it.
 *
 * @param file its name under {@code samples/}
 * @param preprocessing how its training normalised images
 * @param classes what its outputs mean, in order
 * @param images labelled images to look at, under {@code samples/}
 * @param calibration images to choose ranges with, under {@code samples/}
 */
public record SampleModel(
        String file, Preprocessing preprocessing, List<String> classes, String images, String calibration) {
    public SampleModel {
        classes = List.copyOf(classes);
    }
}
