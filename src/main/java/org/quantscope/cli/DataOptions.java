package org.quantscope.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.model.Model;
import org.quantscope.network.DataSet;
import org.quantscope.network.ImageSource;
import org.quantscope.network.InputShape;
import org.quantscope.network.SampleModel;
import org.quantscope.network.Samples;
import org.quantscope.settings.Preprocessing;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How images become the network's input: the options of every command that takes images. */
final class DataOptions {
    /** What a command says of its own option for the images. */
    static final String DATA = "An idx file of images (its labels are found beside it by the usual name), a folder of PNG"
            + " or JPEG files, a .npz or .npy array ('images' and 'labels' in a .npz), or ONNX test data (a folder with"
            + " test_data_set_*/input_0.pb, or such a file).";

    @Option(
            names = "--normalize",
            paramLabel = "MEAN,STD",
            description = "The network reads (pixel/255 - mean)/std. Values of several channels are joined by colons:"
                    + " 0.485:0.456:0.406,0.229:0.224:0.225. Where this is absent, the settings' preprocessing holds;"
                    + " without that a bundled sample's own, else 0,1.")
    private String normalize;

    @Option(
            names = "--layout",
            paramLabel = "NCHW|NHWC",
            description = "Where the network's input has its channels (default: as the settings or its shape say).")
    private Preprocessing.Layout layout;

    @Option(names = "--limit", paramLabel = "N", description = "Take the first N images (default: all).")
    private Integer limit;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** @throws ParameterException with a sentence if a value cannot be understood */
    void check() {
        if (limit != null && limit < 1) {
            throw fault("'--limit " + limit + "' leaves no image; give at least 1.");
        }
        normalization().ifPresent(given -> {
            try {
                given.in(Preprocessing.Layout.NCHW);
            } catch (IllegalArgumentException unusable) {
                throw fault(unusable.getMessage());
            }
        });
    }

    /** How many images at most. */
    OptionalInt limit() {
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    /**
     * How images become the network's input: as the options say, else as the settings do, else as a bundled network was
     * trained, else pixels from 0 to 1.
     */
    Preprocessing preprocessing(Model model, Optional<Preprocessing> ofSettings) {
        return known(model, ofSettings).orElseGet(() -> InputShape.of(model).defaultPreprocessing());
    }

    /** The same; empty where neither options nor settings say it and the network is not bundled. */
    Optional<Preprocessing> known(Model model, Optional<Preprocessing> ofSettings) {
        Optional<Preprocessing> said = ofSettings
                .or(() -> new Samples().recognise(model.sha256()).map(SampleModel::preprocessing));
        if (normalize == null && layout == null) {
            return said;
        }
        Preprocessing before = said.orElseGet(() -> InputShape.of(model).defaultPreprocessing());
        Preprocessing.Layout wanted = layout == null ? before.layout() : layout;
        return Optional.of(normalization()
                .map(given -> given.in(wanted))
                .orElseGet(() -> new Preprocessing(before.scale(), before.mean(), before.std(), wanted)));
    }

    /**
     * The images as the network reads them, all of them unless {@code --limit} says otherwise.
     *
     * @param ofSettings the settings' own word on preprocessing
     */
    DataSet open(Path data, Model model, Optional<Preprocessing> ofSettings) {
        return DataSet.of(ImageSource.open(data), preprocessing(model, ofSettings), model, limit());
    }

    private Optional<Normalization> normalization() {
        return Optional.ofNullable(normalize).map(text -> Normalization.parse(text)
                .orElseThrow(() -> fault("'" + text + "' is no normalisation; write mean,std such as 0.286,0.353, and"
                        + " join the values of several channels by colons.")));
    }

    private ParameterException fault(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
