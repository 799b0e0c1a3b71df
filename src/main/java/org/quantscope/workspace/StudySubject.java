package org.quantscope.workspace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.network.DataSet;
import org.quantscope.network.ImageSet;
import org.quantscope.network.InputShape;
import org.quantscope.quant.LayerParams;
import org.quantscope.settings.LayerStatistics;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.Preprocessing;
import org.quantscope.settings.QuantSettings;
import org.quantscope.tensor.Shape;

/**
 * A network with settings, and the images that it is studied on.
 *
 * @param model the network
 * @param derivation turns the settings into parameters
 * @param data all images of the set
 * @param classes what the network's answers are called; empty where nobody knows
 * @param key equal where results are
 */
record StudySubject(
        Model model, ParameterDerivation derivation, DataSet data, List<String> classes, Key key) {

    /** Which network reads which images in which way: where this is equal, the float network's answers are. */
    record Feeding(String network, boolean folded, ImageSet images, Preprocessing preprocessing, Shape shape) {}

    /** Everything that a result depends on. */
    record Key(Feeding feeding, QuantSettings settings, List<LayerStatistics> statistics) {}

    static StudySubject of(
            InputWork.Ready ready, ImageSet images, QuantSettings settings, ParameterDerivation derivation) {
        Model model = ready.request().model().model();
        Shape shape = InputShape.of(model).withDimensions(ready.request().dimensions()).shape();
        DataSet data = DataSet.of(images, ready.request().preprocessing(), shape, OptionalInt.empty());
        List<LayerStatistics> seen = model.layers().stream()
                .map(layer -> derivation.statistics(layer.name()))
                .toList();
        Feeding feeding = new Feeding(
                model.file() + " " + model.sha256(), model.folded(), images, data.preprocessing(), shape);
        return new StudySubject(
                model, derivation, data, ready.request().classes(), new Key(feeding, settings, seen));
    }

    /** The parameters of every layer, in the order of the network. */
    Map<String, LayerParams> params() {
        Map<String, LayerParams> params = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            params.put(layer.name(), derivation.derive(layer.name(), key.settings().layer(layer.name())));
        }
        return params;
    }
}
