package org.quantscope.network;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.quantscope.onnx.ExposedTensors;

/** How sessions of ONNX Runtime are opened here, and how its complaints become sentences. */
final class RuntimeSessions {
    private static final Pattern SOURCE_PLACE = Pattern.compile("^/\\S+\\.(?:cc|h):\\d+ .*?\\) (?=[A-Z\\[])");
    private static final Pattern NODE = Pattern.compile(
            "Non-zero status code returned while running (\\w+) node\\. Name:'([^']*)' Status Message: ");

    /**
     * ONNX Runtime's key for sums that do not saturate on x64 processors without VNNI instructions: their fast kernels add
     * two products of 8-bit codes in 16 bits. With "1" signed weights become unsigned ones, whose kernels are exact.
     */
    private static final String EXACT_SUMS_KEY = "session.x64quantprecision";

    /** ONNX Runtime's key for optimisers that it shall leave out. */
    private static final String WITHOUT_OPTIMIZERS_KEY = "optimization.disable_specified_optimizers";

    private RuntimeSessions() {}

    /** The environment, which tells nobody what is run in it. */
    static OrtEnvironment environment() throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false); // what a person explores here is nobody else's business
        return environment;
    }

    /** ONNX Runtime's own version. */
    static String version() {
        return OrtEnvironment.getEnvironment().getVersion();
    }

    /**
     * A session with graph optimisation off, whose threads sleep while there is nothing to do.
     *
     * @param model the bytes of an {@code .onnx} file
     * @param externalDataFolder where weights outside those bytes lie
     * @param threads within one operator
     */
    static OrtSession open(OrtEnvironment environment, byte[] model, Optional<Path> externalDataFolder, int threads)
            throws OrtException {
        try (OrtSession.SessionOptions options = options(OrtSession.SessionOptions.OptLevel.NO_OPT, threads)) {
            // The network comes from memory; weights in files beside it must still be found.
            if (externalDataFolder.isPresent()) {
                options.addConfigEntry(
                        ExposedTensors.EXTERNAL_DATA_FOLDER_KEY, externalDataFolder.get().toString());
            }
            return environment.createSession(model, options);
        }
    }

    /**
     * A session that fuses float operators between quantizers into integer ones, as it does by default.
     *
     * @param model the bytes of an {@code .onnx} file, all weights in them
     * @param threads within one operator
     */
    static Opened openForIntegers(
            OrtEnvironment environment, byte[] model, RuntimeArithmetic arithmetic, int threads) throws OrtException {
        if (arithmetic == RuntimeArithmetic.DEFAULT) {
            return openWith(environment, model, threads, Map.of());
        }
        try {
            return openWith(environment, model, threads, Map.of(EXACT_SUMS_KEY, "1"));
        } catch (OrtException noSuchOperator) {
            // It makes weights unsigned beside inputs that stay signed, for which it has no operator; and signed
            // activations unsigned, which it forgets to say in nodes of its own making from opset 21 on.
            return openWith(environment, model, threads, Map.of(WITHOUT_OPTIMIZERS_KEY, "QDQS8ToU8Transformer"));
        }
    }

    /**
     * A session, and how it was opened.
     *
     * @param entries the runtime's options that are not its defaults, by its own names
     */
    record Opened(OrtSession session, Map<String, String> entries) {}

    private static Opened openWith(
            OrtEnvironment environment, byte[] model, int threads, Map<String, String> entries) throws OrtException {
        try (OrtSession.SessionOptions options = options(OrtSession.SessionOptions.OptLevel.ALL_OPT, threads)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                options.addConfigEntry(entry.getKey(), entry.getValue());
            }
            return new Opened(environment.createSession(model, options), entries);
        }
    }

    private static OrtSession.SessionOptions options(OrtSession.SessionOptions.OptLevel level, int threads)
            throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setOptimizationLevel(level);
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return options;
        } catch (OrtException e) {
            options.close();
            throw e;
        }
    }

    /** ONNX Runtime's message on one line, without its code and without the place in its sources. */
    static String reason(OrtException e) {
        String message = e.getMessage() == null ? "no reason given" : e.getMessage();
        int at = message.indexOf("message: ");
        String line = message.substring(at < 0 ? 0 : at + "message: ".length()).strip().replaceAll("\\s+", " ");
        line = SOURCE_PLACE.matcher(line).replaceFirst("");
        line = NODE.matcher(line).replaceAll("node '$2' ($1): ");
        String cut = line.length() > 300 ? line.substring(0, 300) + "…" : line;
        return cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
    }
}
