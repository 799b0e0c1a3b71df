package org.quantscope.export;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.analysis.Certificate;
import org.quantscope.analysis.Evaluation;

/**
 * What is known of settings beyond their parameters, as far as somebody measured it. All of it belongs to the settings
 * that are exported.
 *
 * @param layers by layer name
 * @param image what the layers were fed, for a person; empty where nothing was measured or nobody said
 * @param evaluation of the whole network on a data set
 * @param data the data set's name; empty where there is no evaluation
 * @param classes what the network's answers are called, by index; empty where nobody knows
 * @param certificate of a comparison with a runtime
 */
public record Measurements(
        Map<String, LayerMeasurement> layers,
        String image,
        Optional<Evaluation> evaluation,
        String data,
        List<String> classes,
        Optional<Certificate> certificate) {
    /** Nothing was measured. */
    public static final Measurements NONE = new Measurements(Map.of(), "", Optional.empty(), "", List.of(), Optional.empty());

    public Measurements {
        layers = Map.copyOf(layers);
        classes = List.copyOf(classes);
    }

    public Measurements withLayers(Map<String, LayerMeasurement> newLayers, String newImage) {
        return new Measurements(newLayers, newImage, evaluation, data, classes, certificate);
    }

    public Measurements withEvaluation(Evaluation newEvaluation, String newData, List<String> newClasses) {
        return new Measurements(layers, image, Optional.of(newEvaluation), newData, newClasses, certificate);
    }

    public Measurements withCertificate(Certificate newCertificate) {
        return new Measurements(layers, image, evaluation, data, classes, Optional.of(newCertificate));
    }
}
