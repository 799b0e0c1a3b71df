package org.quantscope.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quantscope.export.ImportFile;
import org.quantscope.export.ImportFormat;
import org.quantscope.export.ImportTarget;
import org.quantscope.export.Imported;
import org.quantscope.export.SaveReport;
import org.quantscope.export.SettingsExport;
import org.quantscope.model.Model;
import org.quantscope.quant.QuantType;
import org.quantscope.settings.ParameterDerivation;
import org.quantscope.workspace.OpenModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a settings file from a file of another format. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a settings file from a file in one of the field's formats, which its content tells.",
            "",
            "AIMET encodings (2.0.0, 2.1.0 without blocks, 1.0.0, 0.6.1 and older), overrides for ONNX Runtime's quantizer,"
                    + " the CSV table that export writes, settings files, and quantized ONNX networks in QDQ or QOperator"
                    + " form. Every scale and zero_point is taken as it stands. A quantized network needs no --model: the"
                    + " settings are then for that file itself; with --model they are for the layers of the same names."
        })
final class ImportCommand implements Callable<Integer> {
    private final CommandStreams streams;

    @Parameters(index = "0", paramLabel = "FILE", description = "The file to import.")
    private Path file;

    @Option(names = "--model", paramLabel = "MODEL", description = "The .onnx file that the parameters belong to.")
    private Path model;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "FILE",
            description = "The settings file to write (*.quantscope.json).")
    private Path output;

    @Option(names = "--weight-type", paramLabel = "TYPE",
            description = "The type of weights where the file does not say it (overrides of ONNX Runtime), such as int8.")
    private String weightType;

    @Option(names = "--activation-type", paramLabel = "TYPE",
            description = "The type of inputs and outputs where the file does not say it, such as uint8.")
    private String activationType;

    @Mixin
    private Folding folding = new Folding();

    @Spec
    private CommandSpec spec;

    ImportCommand(CommandStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        Optional<QuantType> weights = type("--weight-type", weightType);
        Optional<QuantType> activations = type("--activation-type", activationType);
        ImportFile source = ImportFile.open(file);
        ImportFormat format = ImportFormat.of(source);
        List<String> remarks = new ArrayList<>();
        Optional<Model> network = Optional.ofNullable(model).map(path -> {
            Folding.Opened opened = folding.open(
                    path, format == ImportFormat.SETTINGS ? Optional.of(file) : Optional.empty());
            remarks.addAll(opened.remarks());
            return opened.model();
        });
        Imported imported = format.read(source, new ImportTarget(
                network, found -> OpenModel.of(found).derivation(), weights, activations));
        remarks.addAll(imported.remarks());
        ParameterDerivation derivation = OpenModel.of(imported.model()).derivation();
        SaveReport report = SettingsExport.save(output, imported.model(), imported.settings(), derivation);
        streams.out().println("Imported " + source.name() + ": " + format.title() + ", "
                + imported.settings().layers().size() + " of " + imported.model().layers().size() + " layers.");
        streams.out().println(report.sentence());
        remarks.forEach(streams.out()::println);
        return Commands.DONE;
    }

    private Optional<QuantType> type(String option, String word) {
        if (word == null) {
            return Optional.empty();
        }
        if (!word.matches("u?int[0-9]{1,2}")) {
            throw fault(option, word);
        }
        boolean signed = word.startsWith("int");
        int bits = Integer.parseInt(word.substring(signed ? "int".length() : "uint".length()));
        if (bits < QuantType.MIN_BITS || bits > QuantType.MAX_BITS) {
            throw fault(option, word);
        }
        return Optional.of(new QuantType(bits, signed, false));
    }

    private ParameterException fault(String option, String word) {
        return new ParameterException(spec.commandLine(), "'" + option + "' is '" + word
                + "'; write a type of 2 to 16 bits, such as int8, uint8 or int16.");
    }
}
