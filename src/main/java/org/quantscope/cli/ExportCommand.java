package org.quantscope.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.quantscope.export.ExportFormat;
import org.quantscope.export.ExportSource;
import org.quantscope.export.SaveReport;
import org.quantscope.export.SettingsFileReader;
import org.quantscope.model.Model;
import org.quantscope.network.DataSet;
import org.quantscope.network.ImageSource;
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

/** Writes settings in a format of the field, reads the file back, and compares. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes settings in one of the field's formats, reads the file back and compares every value.",
            "",
            "settings is a settings file with every parameter written out; report is one HTML page for people; every"
                    + " other format is one of the field's, with a settings file beside it for what it has no room"
                    + " for. csv, model-explorer and report tell what was measured too: each layer's error on the"
                    + " first image of --images (a bundled sample has its own)."
        })
final class ExportCommand implements Callable<Integer> {
    private final CommandStreams streams;

    @Parameters(index = "0", paramLabel = "MODEL", description = "An .onnx file.")
    private Path model;

    @Option(
            names = "--settings",
            required = true,
            paramLabel = "FILE",
            description = "The settings file (*.quantscope.json) to export.")
    private Path settings;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            completionCandidates = FormatWords.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String format;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "PATH", description = "The file to write; firmware writes a folder.")
    private Path output;

    @Option(
            names = "--images",
            paramLabel = "DATA",
            description = "Images (as DATA of init) on which the ranges of inputs and outputs without"
                    + " explicit scale and zero_point are observed, the first 256 unless --limit says more. A bundled"
                    + " sample has its own.")
    private Path images;

    @Mixin
    private Folding folding = new Folding();

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private MeasuringOptions measuring = new MeasuringOptions();

    @Spec
    private CommandSpec spec;

    /** The words of all formats, for the help. */
    static final class FormatWords implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ExportFormat.values()).map(ExportFormat::word).iterator();
        }
    }

    ExportCommand(CommandStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        ExportFormat wanted = ExportFormat.of(format).orElseThrow(() -> new ParameterException(spec.commandLine(),
                "There is no format named '" + format + "'; choose " + ExportFormat.words() + "."));
        data.check();
        measuring.check(wanted);
        Folding.Opened opened = folding.open(model, Optional.of(settings));
        Model read = opened.model();
        ParameterDerivation ofWeights = OpenModel.of(read).derivation();
        QuantSettings choices = SettingsFileReader.read(settings, read, ofWeights);
        ParameterDerivation derivation = new ActivationRanges(read, choices, String.valueOf(settings.getFileName()))
                .complete(ofWeights, Optional.ofNullable(images).map(path -> observed(path, read, choices)), data,
                        "run with --images to observe it");
        ExportSource source = measuring.measured(new ExportSource(read, choices, derivation), wanted,
                settings, Optional.ofNullable(images), data, streams);
        SaveReport report = wanted.save(output, source);
        opened.remarks().forEach(streams.out()::println);
        streams.out().println(report.sentence());
        report.files().stream()
                .skip(1)
                .forEach(file -> streams.out().println("Beside it: " + file.getFileName() + "."));
        report.notes().forEach(streams.out()::println);
        return Commands.DONE;
    }

    private DataSet observed(Path path, Model read, QuantSettings choices) {
        return DataSet.of(ImageSource.open(path), data.preprocessing(read, choices.preprocessing()), read,
                OptionalInt.of(data.limit().orElse(ActivationRanges.MOST_IMAGES)));
    }
}
