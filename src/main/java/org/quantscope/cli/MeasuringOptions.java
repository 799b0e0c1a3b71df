package org.quantscope.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.quantscope.analysis.Certificate;
import org.quantscope.analysis.Evaluation;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.engine.Engines;
import org.quantscope.export.CertificateFile;
import org.quantscope.export.ExportFormat;
import org.quantscope.export.ExportSource;
import org.quantscope.export.FileHash;
import org.quantscope.export.LayerMeasurement;
import org.quantscope.export.Measurements;
import org.quantscope.model.Model;
import org.quantscope.network.DataSet;
import org.quantscope.network.EvaluationRun;
import org.quantscope.network.ImageSource;
import org.quantscope.network.NetworkComparison;
import org.quantscope.network.SampleModel;
import org.quantscope.network.Samples;
import org.quantscope.network.SimulatedNetwork;
import org.quantscope.workspace.LayerMeasuring;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code export} measures for the formats that tell of it, and the options that say on what. */
final class MeasuringOptions {
    private static final int MOST_THREADS = 2;

    @Option(
            names = "--evaluate",
            paramLabel = "DATA",
            description = "For report: run the quantized network beside the float one on these images (as DATA of"
                    + " evaluate) and tell accuracy, agreement and the answers that change.")
    private Path evaluate;

    @Option(
            names = "--evaluate-limit",
            paramLabel = "N",
            description = "Evaluate on the first N of these images (default: all).")
    private Integer evaluateLimit;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "For report: the certificate that verify -o wrote for the same model and settings.")
    private Path certificate;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** @throws ParameterException with a sentence if an option does not go with the format */
    void check(ExportFormat format) {
        if (evaluate != null && format != ExportFormat.REPORT) {
            throw fault("'--evaluate' is for the format report; " + format.word() + " has no place for an accuracy.");
        }
        if (certificate != null && format != ExportFormat.REPORT) {
            throw fault("'--certificate' is for the format report; " + format.word() + " has no place for it.");
        }
        if (evaluateLimit != null && evaluate == null) {
            throw fault("'--evaluate-limit' needs '--evaluate DATA', the images of which it takes the first.");
        }
        if (evaluateLimit != null && evaluateLimit < 1) {
            throw fault("'--evaluate-limit " + evaluateLimit + "' leaves no image; give at least 1.");
        }
    }

    /**
     * The source with what the format tells of it.
     *
     * @param settings the file that the settings came from
     * @param images what the person gave; a bundled network has images of its own
     * @param options how images become the network's input
     */
    ExportSource measured(
            ExportSource source, ExportFormat format, Path settings, Optional<Path> images, DataOptions options,
            CommandStreams streams) {
        if (!format.showsMeasurements()) {
            return source;
        }
        Optional<SampleModel> sample = new Samples().recognise(source.model().sha256());
        Measurements known = source.measured();
        if (certificate != null) {
            known = known.withCertificate(certificate(source.model(), settings));
        }
        Optional<DataSet> first = images.map(path -> options.open(path, source.model(), source.settings().preprocessing()))
                .or(() -> sample.map(own -> DataSet.of(new Samples().images(own),
                        options.preprocessing(source.model(), source.settings().preprocessing()), source.model(),
                        OptionalInt.of(1))));
        if (first.isPresent()) {
            known = known.withLayers(layers(source, first.get()), "the first image of " + first.get().images().name());
        }
        if (evaluate != null) {
            DataSet data = data(source, options);
            known = known.withEvaluation(evaluation(source, data, streams), data.images().name(),
                    sample.map(SampleModel::classes).orElse(List.of()));
        }
        return source.withMeasured(known);
    }

    private static Map<String, LayerMeasurement> layers(ExportSource source, DataSet data) {
        return new LayerMeasuring(source.model(), source.params(), Engines.select("auto")).measure(data.input(0));
    }

    /** A certificate of something else would be a false proof. */
    private Certificate certificate(Model model, Path settings) {
        Certificate read = CertificateFile.read(certificate);
        boolean same = read.modelSha256().equals(model.sha256())
                && read.settingsSha256().equals(FileHash.of(settings));
        if (!same) {
            throw new BadInputException("File '" + certificate.getFileName() + "' is the certificate of "
                    + (read.modelSha256().equals(model.sha256()) ? "other settings than '" + settings.getFileName()
                            : "another network than '" + model.fileName())
                    + "'; let verify write one for these.");
        }
        return read;
    }

    private DataSet data(ExportSource source, DataOptions options) {
        Model model = source.model();
        return DataSet.of(ImageSource.open(evaluate), options.preprocessing(model, source.settings().preprocessing()),
                model, evaluateLimit == null ? OptionalInt.empty() : OptionalInt.of(evaluateLimit));
    }

    private static Evaluation evaluation(ExportSource source, DataSet data, CommandStreams streams) {
        EvaluationRun run = new EvaluationRun(source.params(), data.size());
        ProgressLine progress = ProgressLine.on(streams);
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        try (SimulatedNetwork network = SimulatedNetwork.open(source.model(), threads)) {
            NetworkComparison comparison = new NetworkComparison(network, data);
            while (!run.isComplete()) {
                run.step(comparison, Cancellation.NEVER);
                progress.tell(run.done(), run.images());
            }
        } finally {
            progress.end();
        }
        return run.result();
    }

    private ParameterException fault(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
