#!/usr/bin/env python3
"""The bundled networks with weight-only quantization, computed by PyTorch: an oracle that shares no code with Quantscope.

Needs Debian's python3-numpy, python3-onnx and python3-torch. Reads the .onnx file itself, quantizes the weights by the
rule of the arithmetic contract ((1), (2) and (5) to (9), symmetric, narrow range), and runs the network in float32.

    reference_logits.py SAMPLES_FOLDER OUT.npz [IMAGES]

writes one array [images, 10] for each case: NET-float, NET-w4-tensor, NET-w4-channel, NET-w8-channel.
"""
import os
import sys

import numpy as np
import onnx
import onnx.numpy_helper
import torch
import torch.nn.functional as F

CASES = {"float": None, "w4-tensor": (4, False), "w4-channel": (4, True), "w8-channel": (8, True)}


def images(folder, limit):
    raw = open(os.path.join(folder, "fashion-test1000-images-idx3-ubyte"), "rb").read()
    count, height, width = (int.from_bytes(raw[at:at + 4], "big") for at in (4, 8, 12))
    pixels = np.frombuffer(raw, np.uint8, offset=16).reshape(count, 1, height, width)[:limit]
    unit = pixels.astype(np.float32) / np.float32(255)
    return (unit - np.float32(0.2860)) / np.float32(0.3530)


def fake_quantized(weight, bits, per_channel):
    """Symmetric min-max, one scale for the tensor or one for each index of axis 0."""
    top = 2 ** (bits - 1) - 1
    rows = weight.reshape(weight.shape[0], -1) if per_channel else weight.reshape(1, -1)
    largest = np.abs(rows).max(axis=1).astype(np.float32)
    span = (largest - -largest).astype(np.float32).astype(np.float64)
    scale = (span / (2 * top)).astype(np.float32)
    scale[span / (2 * top) < 1.17549435e-38] = 1
    codes = np.clip(np.rint((rows / scale[:, None]).astype(np.float32)), -top, top)
    return (codes.astype(np.float32) * scale[:, None]).astype(np.float32).reshape(weight.shape)


def run(model, case, batch):
    tensors = {t.name: onnx.numpy_helper.to_array(t) for t in model.graph.initializer}
    values = {model.graph.input[0].name: torch.from_numpy(batch)}

    def constant(name):
        return torch.from_numpy(np.array(tensors[name]))

    def weight(name):
        stored = np.array(tensors[name])
        return torch.from_numpy(stored if case is None else fake_quantized(stored, *case))

    for node in model.graph.node:
        attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        inputs, output = node.input, node.output[0]
        x = values.get(inputs[0]) if inputs else None
        if node.op_type == "Constant":
            tensors[output] = onnx.numpy_helper.to_array(attributes["value"])
            continue
        if node.op_type == "Conv":
            top, left, bottom, right = attributes["pads"]
            y = F.conv2d(F.pad(x, (left, right, top, bottom)), weight(inputs[1]), constant(inputs[2]),
                         stride=attributes["strides"], dilation=attributes["dilations"], groups=attributes["group"])
        elif node.op_type == "Gemm":
            assert attributes["transB"] == 1 and attributes["alpha"] == attributes["beta"] == 1
            y = F.linear(x, weight(inputs[1]), constant(inputs[2]))
        elif node.op_type == "Relu":
            y = torch.relu(x)
        elif node.op_type == "Clip":
            y = torch.clamp(x, float(tensors[inputs[1]]), float(tensors[inputs[2]]))
        elif node.op_type == "Add":
            y = x + values[inputs[1]]
        elif node.op_type == "MaxPool":
            y = F.max_pool2d(x, attributes["kernel_shape"], attributes["strides"])
        elif node.op_type == "GlobalAveragePool":
            y = x.mean(dim=(2, 3), keepdim=True)
        elif node.op_type == "Flatten":
            y = torch.flatten(x, attributes["axis"])
        else:
            sys.exit("This script does not know the operator " + node.op_type + ".")
        values[output] = y
    return values[model.graph.output[0].name].numpy()


def main():
    folder, out = sys.argv[1:3]
    limit = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    torch.set_num_threads(1)
    batch = images(folder, limit)
    results = {}
    with torch.no_grad():
        for net in ("lenet", "mobile"):
            model = onnx.load(os.path.join(folder, "fashion-" + net + ".onnx"))
            for name, case in CASES.items():
                results[net + "-" + name] = np.concatenate(
                    [run(model, case, part) for part in np.array_split(batch, max(1, len(batch) // 50))])
    np.savez_compressed(out, **results)


main()
