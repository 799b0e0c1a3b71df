package org.quantscope.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quantscope.export.SaveReport;
import org.quantscope.export.SettingsExport;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.settings.QuantSettings;
import org.quantscope.workspace.OpenModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes settings for a whole network: the same choices for every layer, with ranges observed on images. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Writes settings that quantize every layer alike, with scale and zero_point in full, reads the file back and"
                    + " compares every value.",
            "",
            "Ranges of inputs and outputs are observed on the --calibration images, which only float activations can do"
                    + " without. The bias has 32 bits where weights and activations are quantized, else it stays float."
        })
final class InitCommand implements Callable<Integer> {
    private final CommandStreams streams;

    @Parameters(index = "0", paramLabel = "MODEL", description = "An .onnx file.")
    private Path model;

    @Option(names = "--calibration", paramLabel = "DATA", description = DataOptions.DATA)
    private Path calibration;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "FILE",
            description = "The settings file to write (*.quantscope.json).")
    private Path output;

    @Mixin
    private QuantizationOptions quantization = new QuantizationOptions();

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private Folding folding = new Folding();

    @Spec
    private CommandSpec spec;

    InitCommand(CommandStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        quantization.check();
        data.check();
        if (quantization.quantizesActivations() && calibration == null) {
            throw new ParameterException(spec.commandLine(), "Ranges of activations are observed on images: give some with"
                    + " '--calibration DATA', or leave activations float with '--activations float'.");
        }
        Folding.Opened opened = folding.open(model, Optional.empty());
        Model read = opened.model();
        QuantSettings settings = settings(read);
        ParameterDerivation derivation = derivation(read, settings);
        SaveReport report = SettingsExport.save(output, read, settings, derivation);
        opened.remarks().forEach(streams.out()::println);
        streams.out().println(report.sentence());
        return Commands.DONE;
    }

    private QuantSettings settings(Model read) {
        Map<String, LayerSettings> layers = new LinkedHashMap<>();
        for (Layer layer : read.layers()) {
            layers.put(layer.name(), quantization.of(layer));
        }
        return new QuantSettings(layers, data.known(read, Optional.empty()), read.folded());
    }

    private ParameterDerivation derivation(Model read, QuantSettings settings) {
        ParameterDerivation ofWeights = OpenModel.of(read).derivation();
        if (!quantization.quantizesActivations()) {
            return ofWeights;
        }
        return new ActivationRanges(read, settings, String.valueOf(output.getFileName()))
                .complete(ofWeights, Optional.of(data.open(calibration, read, settings.preprocessing())), data,
                        "give images with --calibration");
    }
}
