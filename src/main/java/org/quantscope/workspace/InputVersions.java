package org.quantscope.workspace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.UpstreamLayers;
import org.quantscope.quant.LayerParams;

/**
 * Numbers the inputs that layers have behind quantized layers: one changes when the image does, or the parameters of a
 * layer that has a part in it, and only then.
 */
final class InputVersions {
    private record Source(long image, List<LayerParams> before) {}

    private record Known(Source source, long version) {}

    private final Map<String, Known> known = new HashMap<>();
    private Model model;
    private UpstreamLayers upstream;
    private long last;

    /** By layer, those without a layer before them left out; below 0, unlike versions of the float network's inputs. */
    Map<String, Long> of(Model open, long image, Map<String, LayerParams> params) {
        if (open != model) {
            model = open;
            upstream = UpstreamLayers.of(open);
            known.clear();
        }
        Map<String, Long> versions = new HashMap<>();
        for (Layer layer : open.layers()) {
            List<Layer> before = upstream.before(layer);
            if (!before.isEmpty()) {
                Source source = new Source(image, before.stream()
                        .map(one -> params.getOrDefault(one.name(), LayerParams.FLOAT))
                        .toList());
                versions.put(layer.name(), version(layer.name(), source));
            }
        }
        return versions;
    }

    private long version(String layer, Source source) {
        Known found = known.get(layer);
        if (found == null || !found.source().equals(source)) {
            last--;
            found = new Known(source, last);
            known.put(layer, found);
        }
        return found.version();
    }
}
