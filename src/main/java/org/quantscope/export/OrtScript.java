package org.quantscope.export;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The Python script beside a file of overrides, which quantizes the model with them; it runs as it is. */
final class OrtScript {
    private static final Map<String, String> TYPES = Map.of(
            "int4", "QInt4", "uint4", "QUInt4", "int8", "QInt8", "uint8", "QUInt8", "int16", "QInt16", "uint16",
            "QUInt16");

    private static final String TEMPLATE = """
            #!/usr/bin/env python3
            \"""Quantizes a model with the scales and zero points that lie beside this script.

            It needs Python packages: pip install onnxruntime onnx

            Every tensor listed in the overrides gets exactly the scale and the zero point written there. Tensors of the
            listed nodes without one, and only they, get theirs from calibration: give images in the form of the network's
            input with --data (.npy, first axis the images). Without --data random numbers take their place.
            \"""
            import argparse
            import hashlib
            import json
            import sys
            from collections import Counter
            from pathlib import Path

            import numpy as np
            import onnx
            from onnx import version_converter
            from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

            HERE = Path(__file__).resolve().parent
            MODEL = @MODEL@
            MODEL_SHA256 = @SHA256@
            OVERRIDES = @OVERRIDES@
            WEIGHT_TYPE = QuantType.@WEIGHTS@
            ACTIVATION_TYPE = QuantType.@ACTIVATIONS@
            PER_CHANNEL = @PER_CHANNEL@
            KEEP_ACTIVATIONS = @KEEP@
            NODES = [
            @NODES@
            ]


            class Images(CalibrationDataReader):
                def __init__(self, model, data):
                    initializers = {tensor.name for tensor in model.graph.initializer}
                    inputs = [value for value in model.graph.input if value.name not in initializers]
                    if len(inputs) != 1 and data is not None:
                        sys.exit("The network has several inputs; --data can only feed one.")
                    random = np.random.default_rng(0)
                    self.feeds = []
                    for at in range(8 if data is None else len(data)):
                        feed = {}
                        for value in inputs:
                            kind = onnx.helper.tensor_dtype_to_np_dtype(value.type.tensor_type.elem_type)
                            shape = [dim.dim_value or 1 for dim in value.type.tensor_type.shape.dim]
                            given = random.standard_normal(shape) if data is None else data[at : at + 1]
                            feed[value.name] = given.astype(kind)
                        self.feeds.append(feed)
                    self.rest = iter(self.feeds)

                def get_next(self):
                    return next(self.rest, None)


            def main():
                parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
                parser.add_argument("model", nargs="?", default=str(HERE / MODEL), help="the float model")
                parser.add_argument("-o", "--output", help="the quantized model (default: <model>.quantized.onnx)")
                parser.add_argument("--data", help="a .npy file for tensors without an override")
                arguments = parser.parse_args()
                content = Path(arguments.model).read_bytes()
                if hashlib.sha256(content).hexdigest() != MODEL_SHA256:
                    sys.exit(f"{arguments.model} is not the file {MODEL} that these scales were chosen for.")
                model = onnx.load(arguments.model)
                if next(entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")) < 13:
                    model = version_converter.convert_version(model, 13)
                names = Counter(node.name for node in model.graph.node)
                for node in model.graph.node:
                    if not node.name or names[node.name] > 1:
                        node.name = node.output[0]
                overrides = json.loads((HERE / OVERRIDES).read_text(encoding="utf-8"))
                for channels in overrides.values():
                    for channel in channels:
                        channel["scale"] = np.array(channel["scale"], dtype=np.float32)
                        channel["zero_point"] = np.array(channel["zero_point"])
                output = arguments.output or str(Path(arguments.model).with_suffix(".quantized.onnx"))
                quantize_static(
                    model,
                    output,
                    Images(model, None if arguments.data is None else np.load(arguments.data)),
                    quant_format=QuantFormat.QDQ,
                    per_channel=PER_CHANNEL,
                    activation_type=ACTIVATION_TYPE,
                    weight_type=WEIGHT_TYPE,
                    nodes_to_quantize=NODES,
                    extra_options={
                        "TensorQuantOverrides": overrides,
                        "QDQDisableWeightAdjustForInt32Bias": True,
                        "QDQKeepRemovableActivations": KEEP_ACTIVATIONS,
                    },
                )
                stored = {tensor.name: tensor for tensor in onnx.load(output).graph.initializer}
                differing, unused = 0, 0
                for name, channels in overrides.items():
                    if name + "_scale" not in stored:
                        unused += 1
                        continue
                    scales = np.atleast_1d(onnx.numpy_helper.to_array(stored[name + "_scale"]))
                    zeros = np.atleast_1d(onnx.numpy_helper.to_array(stored[name + "_zero_point"]))
                    same = [c["scale"] == s and c["zero_point"] == z for c, s, z in zip(channels, scales, zeros)]
                    differing += len(scales) != len(channels) or not all(same)
                print(f"Saved {output}: {differing} of {len(overrides)} tensors differ from the overrides, {unused} of float"
                      " layers are not in it.")
                if differing:
                    sys.exit(1)


            if __name__ == "__main__":
                main()
            """;

    /**
     * What the script says of its model.
     *
     * @param model name of the float model's file
     * @param sha256 its hash
     * @param overrides name of the file of overrides
     * @param weights type of all weights, such as {@code int8}
     * @param activations type of all inputs and outputs
     * @param perChannel whether some weights have a scale for each channel
     * @param keepActivations whether activations stay nodes of their own
     * @param nodes names of the nodes to quantize
     */
    record Facts(
            String model,
            String sha256,
            String overrides,
            String weights,
            String activations,
            boolean perChannel,
            boolean keepActivations,
            List<String> nodes) {}

    private OrtScript() {}

    static String text(Facts facts) {
        return TEMPLATE
                .replace("@SHA256@", quoted(facts.sha256()))
                .replace("@WEIGHTS@", TYPES.get(facts.weights()))
                .replace("@ACTIVATIONS@", TYPES.get(facts.activations()))
                .replace("@PER_CHANNEL@", facts.perChannel() ? "True" : "False")
                .replace("@KEEP@", facts.keepActivations() ? "True" : "False")
                .replace("@MODEL@", quoted(facts.model()))
                .replace("@OVERRIDES@", quoted(facts.overrides()))
                .replace("@NODES@", facts.nodes().stream()
                        .map(node -> "    " + quoted(node) + ",")
                        .collect(Collectors.joining("\n")));
    }

    /** A text of JSON is one of Python too: both escape quotes, backslashes and control characters alike. */
    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
