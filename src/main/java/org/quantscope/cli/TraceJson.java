package org.quantscope.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.quantscope.analysis.ArithmeticTrace;
import org.quantscope.analysis.FakeQuantSteps;
import org.quantscope.analysis.Pixel;
import org.quantscope.analysis.Tap;
import org.quantscope.analysis.TraceVerdict;
import org.quantscope.quant.RequantizationSteps;

/** A trace as the object {@code trace} of what {@code compare --json} prints. */
final class TraceJson {
    private TraceJson() {}

    static void put(ObjectNode root, ArithmeticTrace trace) {
        ObjectNode node = root.putObject("trace");
        Pixel pixel = trace.pixel();
        node.putArray("pixel").add(pixel.image()).add(pixel.channel()).add(pixel.row()).add(pixel.column());
        ArrayNode taps = node.putArray("taps");
        trace.taps().forEach(tap -> put(taps.addObject(), trace, tap));
        JsonPrinter.putNumber(node, "unit", trace.unit());
        ObjectNode integer = node.putObject("integer");
        if (trace.isInteger()) {
            integer.put("accumulator", trace.accumulator());
            integer.put("held", trace.held());
        } else {
            JsonPrinter.putNumber(integer, "sum", trace.realSum());
        }
        if (trace.biasCode().isPresent()) {
            integer.put("bias_code", trace.biasCode().getAsInt());
        } else {
            JsonPrinter.putNumber(integer, "bias", trace.floatBias());
        }
        trace.requantization().ifPresent(steps -> put(integer, steps));
        JsonPrinter.putNumber(integer, "output", trace.output());
        put(node.putObject("fake_quant"), trace.fakeQuant());
        TraceVerdict verdict = trace.verdict();
        node.put("first_difference", verdict.parting().map(stage -> stage.keyword()).orElse(null));
        node.put("sentence", verdict.sentence());
    }

    private static void put(ObjectNode node, ArithmeticTrace trace, Tap tap) {
        node.put("channel", tap.channel());
        node.put("kernel_row", tap.kernelRow());
        node.put("kernel_column", tap.kernelColumn());
        node.put("row", tap.row());
        node.put("column", tap.column());
        node.put("padding", tap.inPadding());
        if (trace.params().input().isPresent()) {
            node.put("input_code", tap.input().code());
        }
        JsonPrinter.putNumber(node, "input_steps", tap.input().steps());
        if (trace.weight().isPresent()) {
            node.put("weight_code", tap.weight().code());
        }
        JsonPrinter.putNumber(node, "weight_steps", tap.weight().steps());
        JsonPrinter.putNumber(node, "product", tap.product());
        if (trace.isInteger()) {
            node.put("held", tap.held());
            node.put("overflow", tap.overflows());
        } else {
            JsonPrinter.putNumber(node, "sum", tap.real());
        }
        JsonPrinter.putNumber(node, "fake_quant_sum", tap.fakeQuant());
    }

    private static void put(ObjectNode node, RequantizationSteps steps) {
        node.put("requantization", steps.profile().keyword());
        JsonPrinter.putNumber(node, "multiplier", steps.multiplier());
        steps.significand().ifPresent(k -> node.put("significand", k));
        steps.exponent().ifPresent(e -> node.put("exponent", e));
        JsonPrinter.putNumber(node, "before_rounding", steps.beforeRounding());
        node.put("rounded", steps.rounded());
        node.put("output_code", steps.code());
    }

    private static void put(ObjectNode node, FakeQuantSteps steps) {
        JsonPrinter.putNumber(node, "sum", steps.sum());
        JsonPrinter.putNumber(node, "bias", steps.bias());
        JsonPrinter.putNumber(node, "biased", steps.biased());
        JsonPrinter.putNumber(node, "clamped", steps.clamped());
        steps.output().ifPresent(output -> {
            JsonPrinter.putNumber(node, "before_rounding", output.beforeRounding());
            JsonPrinter.putNumber(node, "rounded", output.rounded());
            node.put("output_code", output.code());
            JsonPrinter.putNumber(node, "output", output.value());
        });
    }
}
