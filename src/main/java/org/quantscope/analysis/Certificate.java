package org.quantscope.analysis;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a comparison of an exported network, run by a runtime, with this program's own integer arithmetic has shown: layer
 * by layer from the very codes that the runtime's layer reads, and at the network's output.
 *
 * @param form how the network is written: {@code qdq} or {@code qoperator}
 * @param data what the images are called
 * @param images how many were run
 * @param layers the layers compared, in the order of the network
 * @param notCompared layers that have no codes to compare, by name, each with the reason; in the order of the network
 * @param output the network's first output: this program's layers chained with the runtime's other operators, against
 *     the runtime alone. Its largest difference is in steps of {@code outputUnit}.
 * @param outputUnit {@link #LSB} where the output is the last layer's, {@link #ULP} where it is something else in float32
 * @param modelFile name of the float model's file
 * @param modelSha256 hash of that file, as all hashes in lower-case hexadecimal
 * @param settingsSha256 hash of the settings' file
 * @param exportSha256 hash of the exported file's bytes
 * @param versions of this program, the runtime and what they stand on, by name, in the order to show them
 * @param session how the runtime was told to compute: its options by its own names
 * @param remarks what the file says otherwise than the settings do, one sentence each
 */
public record Certificate(
        String form,
        String data,
        int images,
        List<CodeParity> layers,
        Map<String, String> notCompared,
        CodeParity output,
        String outputUnit,
        String modelFile,
        String modelSha256,
        String settingsSha256,
        String exportSha256,
        Map<String, String> versions,
        Map<String, String> session,
        List<String> remarks) {
    /** A step of the codes that an output comes from. */
    public static final String LSB = "lsb";
    /** The distance of neighbouring float32 numbers. */
    public static final String ULP = "ulp";

    public Certificate {
        layers = List.copyOf(layers);
        notCompared = Collections.unmodifiableMap(new LinkedHashMap<>(notCompared));
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        session = Collections.unmodifiableMap(new LinkedHashMap<>(session));
        remarks = List.copyOf(remarks);
    }

    /** All layers together, without the output. */
    public CodeParity total() {
        return layers.stream().reduce(CodeParity.none("all layers"), CodeParity::plus);
    }

    /** Whether something was compared and nothing differs, neither in a layer nor at the output. */
    public boolean isExact() {
        return total().elements() > 0 && output.elements() > 0
                && total().differing() == 0 && output.differing() == 0;
    }
}
