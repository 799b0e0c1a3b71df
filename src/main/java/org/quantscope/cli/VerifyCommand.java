package org.quantscope.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quantscope.analysis.Certificate;
import org.quantscope.analysis.CodeParity;
import org.quantscope.analysis.Figures;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Engines;
import org.quantscope.export.CertificateFile;
import org.quantscope.export.FileHash;
import org.quantscope.export.TextTable;
import org.quantscope.network.RuntimeArithmetic;
import org.quantscope.network.Verification;
import org.quantscope.onnx.QuantizedForm;
import org.quantscope.onnx.QuantizedNetwork;
import org.quantscope.workspace.EngineCodes;
import org.quantscope.workspace.ProgramVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the exported network in ONNX Runtime and compares it with Quantscope's integers, code by code. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the network that export writes in ONNX Runtime and compares it with Quantscope's integers, code by code.",
            "",
            "layers: Quantscope's integer path gets the codes that the runtime's layer reads and must give the codes that"
                    + " it writes. output: Quantscope's layers, chained with the runtime's other operators, must give the"
                    + " network's output; its largest difference is in steps of the last quantizer (unit lsb), or of"
                    + " float32 where the output has none (unit ulp). elements, differing and max_lsb at the top are"
                    + " those of all layers together.",
            "",
            "The exit code is 0 if nothing differs and 3 if something does."
        })
final class VerifyCommand implements Callable<Integer> {
    private final CommandStreams streams;

    @Parameters(index = "0", paramLabel = "MODEL", description = "An .onnx file.")
    private Path model;

    @Option(
            names = "--settings",
            required = true,
            paramLabel = "FILE",
            description = "The settings file (*.quantscope.json) to verify.")
    private Path settings;

    @Option(names = "--data", required = true, paramLabel = "DATA", description = DataOptions.DATA)
    private Path data;

    @Option(
            names = "--format",
            paramLabel = "qdq|qoperator",
            description = "The form of the exported network (default: ${DEFAULT-VALUE}).",
            defaultValue = "qdq")
    private QuantizedForm form;

    @Option(
            names = "--exported",
            paramLabel = "FILE",
            description = "Verify this file, which export wrote in that form, and not what export would write now.")
    private Path exported;

    @Option(
            names = "--session",
            paramLabel = "exact|default",
            description = "How ONNX Runtime is told to compute (default: ${DEFAULT-VALUE}). exact: with"
                    + " session.x64quantprecision=1, so that no sum saturates. default: as where nobody tells it anything;"
                    + " on x64 processors without VNNI instructions sums of 8-bit products saturate then, which shows.",
            defaultValue = "exact")
    private RuntimeArithmetic arithmetic;

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "Save the certificate as JSON.")
    private Path output;

    @Option(names = "--json", description = "Print one JSON object: the certificate.")
    private boolean json;

    @Mixin
    private DataOptions options = new DataOptions();

    @Mixin
    private Folding folding = new Folding();

    VerifyCommand(CommandStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        options.check();
        StudyInput input = StudyInput.read(folding, model, settings, data, options);
        input.remarks().forEach((json ? streams.err() : streams.out())::println);
        Certificate certificate = verify(input);
        if (output != null) {
            CertificateFile.save(output, certificate);
        }
        if (json) {
            streams.out().print(new String(CertificateFile.render(certificate), StandardCharsets.UTF_8));
            streams.out().flush();
        } else {
            lines(certificate).forEach(streams.out()::println);
        }
        return certificate.isExact() ? Commands.DONE : Commands.DIFFERS;
    }

    private Certificate verify(StudyInput input) {
        ConvEngine engine = Engines.select("auto");
        ProgressLine progress = ProgressLine.on(streams);
        try (Verification verification = new Verification(
                input.model(), input.params(), form, network(input), new EngineCodes(engine), arithmetic,
                1)) {
            if (!verification.hasLayers()) {
                throw new BadInputException("No layer of '" + input.model().fileName() + "' has codes to compare with"
                        + " these settings; quantize weights, input and output of a layer to at most 8 bits.");
            }
            while (verification.images() < input.data().size()) {
                verification.add(input.data().input(verification.images()), Cancellation.NEVER);
                progress.tell(verification.images(), input.data().size());
            }
            Map<String, String> program = new LinkedHashMap<>();
            program.put("Quantscope", ProgramVersion.number());
            program.put("engine", engine.description());
            return verification.certificate(input.data().images().name(), FileHash.of(settings), program);
        } finally {
            progress.end();
        }
    }

    private QuantizedNetwork network(StudyInput input) {
        QuantizedNetwork written = QuantizedNetwork.write(input.model(), input.params(), form);
        return exported == null ? written : written.withFile(exported);
    }

    private List<String> lines(Certificate certificate) {
        List<String> lines = new ArrayList<>();
        TextTable table = new TextTable("layer", ">codes", ">differing", ">largest");
        certificate.layers().forEach(layer -> row(table, layer.place(), layer, Certificate.LSB));
        row(table, "output " + certificate.output().place(), certificate.output(), certificate.outputUnit());
        lines.addAll(table.lines());
        certificate.notCompared().forEach((layer, reason) ->
                lines.add("Layer '" + layer + "' is not compared: " + reason + "."));
        lines.addAll(certificate.remarks());
        lines.add(sentence(certificate));
        Optional.ofNullable(output).ifPresent(file ->
                lines.add("Saved " + file.getFileName() + "."));
        return lines;
    }

    private static void row(TextTable table, String name, CodeParity parity, String unit) {
        String largest = parity.maxLsb() == 0 ? "0" : Figures.integer(parity.maxLsb()) + " " + unit.toUpperCase(Locale.ROOT);
        table.row(name, Figures.integer(parity.elements()), Figures.integer(parity.differing()), largest);
    }

    private static String sentence(Certificate certificate) {
        CodeParity total = certificate.total();
        CodeParity end = certificate.output();
        return certificate.modelFile() + " as " + certificate.form() + " in ONNX Runtime "
                + certificate.versions().get("ONNX Runtime") + session(certificate) + ", " + Figures.integer(certificate.images()) + " images of "
                + certificate.data() + ": " + Figures.integer(total.differing()) + " of "
                + Figures.integer(total.elements()) + " codes of " + certificate.layers().size() + " layers and "
                + Figures.integer(end.differing()) + " of " + Figures.integer(end.elements())
                + " elements of the output differ.";
    }

    private static String session(Certificate certificate) {
        List<String> told = certificate.session().entrySet().stream()
                .filter(entry -> entry.getKey().contains("."))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        return told.isEmpty() ? "" : " (" + String.join(", ", told) + ")";
    }
}
