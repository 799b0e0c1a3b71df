package org.quantscope.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.quantscope.export.SettingsFileReader;
import org.quantscope.model.Model;
import org.quantscope.onnx.BatchNormFolding;
import org.quantscope.onnx.OnnxReader;
import picocli.CommandLine.Option;

/** The switch {@code --fold-bn} of every command that takes a model, and how it stands to the settings' own word. */
final class Folding {
    @Option(
            names = "--fold-bn",
            description = "Fold BatchNormalization into the weights and the bias of the layer before it. Settings that"
                    + " say 'folded' do so by themselves.")
    private boolean asked;

    /**
     * A model, folded or as it is stored.
     *
     * @param model the network
     * @param remarks what a person must know of it, one sentence each: folding is never silent
     */
    record Opened(Model model, List<String> remarks) {}

    /**
     * Whether to fold: the switch or the settings say so.
     *
     * @throws BadInputException with a sentence if the switch is given and the settings say otherwise
     */
    boolean wanted(Optional<Path> settings) {
        Optional<Boolean> said = settings.flatMap(SettingsFileReader::folded);
        if (asked && said.isPresent() && !said.get()) {
            throw new BadInputException("File '" + settings.orElseThrow().getFileName() + "' says 'folded': false, so its"
                    + " settings are not for a folded model; leave --fold-bn out, or use settings that say true.");
        }
        return asked || said.orElse(false);
    }

    /** Reads the model, and folds it if the switch or the settings say so. */
    Opened open(Path file, Optional<Path> settings) {
        boolean fold = wanted(settings);
        Model stored = OnnxReader.read(file);
        return fold ? new Opened(BatchNormFolding.fold(stored), remarks(stored)) : new Opened(stored, List.of());
    }

    private List<String> remarks(Model stored) {
        String who = asked ? ", as --fold-bn says." : ", as the settings say.";
        if (stored.isFoldable()) {
            int layers = stored.foldable().size();
            return List.of("BatchNormalization folded into " + layers + (layers == 1 ? " layer" : " layers") + who);
        }
        // Settings that want what cannot be are refused when they are read.
        return asked
                ? List.of("'" + stored.fileName() + "' has no BatchNormalization that can be folded, so --fold-bn changes"
                        + " nothing.")
                : List.of();
    }
}
