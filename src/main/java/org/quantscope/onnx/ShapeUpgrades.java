package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.List;
import java.util.Optional;

/** Attributes about shapes that became inputs. */
final class ShapeUpgrades {
    private ShapeUpgrades() {}

    static void integersToInput(UpgradeSite site, String attribute, int input) {
        site.attributes().integers(attribute).ifPresent(values -> {
            Protos.remove(site.node(), attribute);
            site.setInput(input, values, attribute);
        });
    }

    static void integerToInput(UpgradeSite site, String attribute, int input) {
        Optional<AttributeProto> given = site.attributes().find(attribute, AttributeType.INT);
        if (given.isEmpty()) {
            throw site.impossible("it lacks its attribute " + attribute);
        }
        Protos.remove(site.node(), attribute);
        site.setInput(input, List.of(given.get().getI()), attribute);
    }

    static void realsToInput(UpgradeSite site, String attribute, int input) {
        Optional<AttributeProto> given = site.attributes().find(attribute, AttributeType.FLOATS);
        if (given.isEmpty()) {
            throw site.impossible("it lacks its attribute " + attribute);
        }
        float[] values = new float[given.get().getFloatsCount()];
        for (int at = 0; at < values.length; at++) {
            values[at] = given.get().getFloats(at);
        }
        Protos.remove(site.node(), attribute);
        site.setInput(input, Protos.floats(site.tensor(attribute), values, values.length));
    }

    static void slice(UpgradeSite site) {
        integersToInput(site, "starts", 1);
        integersToInput(site, "ends", 2);
        integersToInput(site, "axes", 3);
    }

    static void pad(UpgradeSite site) {
        Attributes attributes = site.attributes();
        float value = attributes.bound("value", 0);
        boolean constant = attributes.text("mode", "constant").equals("constant");
        integersToInput(site, "pads", 1);
        Protos.remove(site.node(), "value");
        if (constant && value != 0) {
            site.setInput(2, Protos.floats(site.tensor("value"), new float[] {value}));
        }
    }

    /** An Upsample only enlarges. */
    static void upsampleToResize(UpgradeSite site) {
        site.node().setOpType("Resize");
        Protos.set(site.node(), Protos.text("nearest_mode", "floor"));
    }

    /**
     * Up to version 10 an output element took the input element at its place divided by the scale; ONNX Runtime rounded
     * that place down where it enlarged, and up where it made smaller.
     */
    static void resize(UpgradeSite site) {
        String scales = site.node().getInput(1);
        Attributes attributes = site.attributes();
        String nearest = attributes.text("nearest_mode", "floor");
        boolean decided = attributes.find("nearest_mode", AttributeType.STRING).isPresent();
        if (!decided && attributes.text("mode", "nearest").equals("nearest")) {
            nearest = nearestMode(site, scales);
        }
        site.setInput(1, Protos.floats(site.tensor("roi"), new float[0], 0));
        Protos.setInput(site.node(), 2, scales);
        Protos.set(site.node(), Protos.text("coordinate_transformation_mode", "asymmetric"));
        Protos.set(site.node(), Protos.text("nearest_mode", nearest));
    }

    private static String nearestMode(UpgradeSite site, String scales) {
        float[] values = site.constant(scales).orElseThrow(
                () -> site.impossible("which of its nearest neighbours it takes depends on scales that are computed"));
        boolean smaller = false;
        boolean larger = false;
        for (float value : values) {
            smaller |= value < 1;
            larger |= value > 1;
        }
        if (smaller && larger) {
            throw site.impossible("it enlarges along one axis and makes smaller along another, and takes other nearest"
                    + " neighbours for each");
        }
        return smaller ? "ceil" : "floor";
    }

    static void withoutOldPlaces(UpgradeSite site) {
        String places = site.attributes().text("coordinate_transformation_mode", "half_pixel");
        if (places.equals("tf_half_pixel_for_nn")) {
            throw site.impossible("its coordinate_transformation_mode " + places + " is no longer there");
        }
    }

    static void splitEvenly(UpgradeSite site) {
        boolean sizes = site.node().getInputCount() > 1 && !site.node().getInput(1).isEmpty();
        if (!sizes) {
            Protos.set(site.node(), Protos.integer("num_outputs", site.node().getOutputCount()));
        }
    }
}
