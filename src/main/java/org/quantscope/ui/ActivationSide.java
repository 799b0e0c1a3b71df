package org.quantscope.ui;

import java.util.Optional;
import org.quantscope.calibrate.RangeStatistics;
import org.quantscope.quant.LayerParams;
import org.quantscope.quant.QuantParams;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.LayerStatistics;

/** The two activations of a layer: what it reads and what it writes. */
enum ActivationSide {
    INPUT("Input") {
        @Override
        Optional<ActivationSettings> choices(LayerSettings layer) {
            return layer.input();
        }

        @Override
        LayerSettings with(LayerSettings layer, Optional<ActivationSettings> choices) {
            return layer.withInput(choices);
        }

        @Override
        Optional<QuantParams> params(LayerParams layer) {
            return layer.input();
        }

        @Override
        Optional<RangeStatistics> seen(LayerStatistics layer) {
            return layer.input();
        }
    },
    OUTPUT("Output") {
        @Override
        Optional<ActivationSettings> choices(LayerSettings layer) {
            return layer.output();
        }

        @Override
        LayerSettings with(LayerSettings layer, Optional<ActivationSettings> choices) {
            return layer.withOutput(choices);
        }

        @Override
        Optional<QuantParams> params(LayerParams layer) {
            return layer.output();
        }

        @Override
        Optional<RangeStatistics> seen(LayerStatistics layer) {
            return layer.output();
        }
    };

    private final String title;

    ActivationSide(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract Optional<ActivationSettings> choices(LayerSettings layer);

    abstract LayerSettings with(LayerSettings layer, Optional<ActivationSettings> choices);

    abstract Optional<QuantParams> params(LayerParams layer);

    abstract Optional<RangeStatistics> seen(LayerStatistics layer);
}
