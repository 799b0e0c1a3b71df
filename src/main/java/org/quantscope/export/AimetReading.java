package org.quantscope.export;

import java.util.List;

/** AIMET encodings of any version that is read, told apart by their shape and not by what they say they are. */
final class AimetReading {
    private AimetReading() {}

    /** Whether a JSON object looks like AIMET encodings. */
    static boolean recognizes(JsonEntry root) {
        return root.has("encodings") || root.has(Aimet1File.ACTIVATIONS) || root.has(Aimet1File.PARAMETERS);
    }

    /**
     * What the file says of its tensors.
     *
     * @throws SettingsFormatException with a sentence that names the tensor
     */
    static List<TensorEncoding> tensors(JsonEntry root, String fileName) {
        if (root.has("encodings")) {
            return AimetFile.parse(root, fileName).stream().map(AimetEncodings::tensor).toList();
        }
        boolean lists = root.isList(Aimet1File.ACTIVATIONS) || root.isList(Aimet1File.PARAMETERS);
        List<Aimet1Entry> entries = lists ? Aimet1File.parse(root, fileName) : Aimet06File.parse(root, fileName);
        return entries.stream().map(Aimet1Entry::tensor).toList();
    }
}
