package org.quantscope.export;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.quantscope.analysis.IntegerForm;
import org.quantscope.model.AutoPad;
import org.quantscope.model.FusedActivation;
import org.quantscope.model.InputLayout;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.quant.RequantizationProfile;

/** The README of a firmware folder: what a person has to know to compute with its numbers, and get the same codes. */
final class FirmwareReadme {
    private FirmwareReadme() {}

    static String of(Model model, List<FirmwareLayer> layers, Map<String, String> leftOut) {
        StringBuilder text = new StringBuilder();
        text.append("# Integer parameters of ").append(plain(model.fileName())).append("\n\n")
                .append("SHA-256 of the network's file: `").append(model.sha256()).append("`")
                .append(model.folded() ? ", with BatchNormalization folded into the layers before it" : "").append(".\n")
                .append(FirmwareReadmeText.FILES);
        layers(text, layers);
        if (!leftOut.isEmpty()) {
            text.append("\nLeft out, because they have no integer form:\n\n");
            leftOut.forEach((name, reason) ->
                    text.append("- ").append(plain(name)).append(": ").append(plain(reason)).append(".\n"));
        }
        text.append(FirmwareReadmeText.LAYOUT);
        padding(text, layers);
        text.append(FirmwareReadmeText.ACCUMULATOR);
        accumulators(text, layers);
        text.append(FirmwareReadmeText.MULTIPLIERS);
        profiles(text, layers);
        text.append(FirmwareReadmeText.CLAMP);
        clamps(text, layers);
        text.append(FirmwareReadmeText.HEX);
        words(text, layers);
        text.append(FirmwareReadmeText.CHECK);
        return text.toString();
    }

    private static void layers(StringBuilder text, List<FirmwareLayer> layers) {
        text.append("| number | identifier | layer | operator | reads | writes | weights (O, I/group, kh, kw) | stride"
                + " | dilation | group | requantization |\n|" + " --- |".repeat(11) + "\n");
        for (int number = 0; number < layers.size(); number++) {
            FirmwareLayer layer = layers.get(number);
            Layer source = layer.form().layer();
            row(text, number, "`" + layer.id() + "`", plain(source.name()), source.op(), plain(source.input()),
                    plain(source.activation().map(FusedActivation::output).orElse(source.output())),
                    layer.form().weight().shape(),
                    layer.constant("stride_height") + "×" + layer.constant("stride_width"),
                    layer.constant("dilation_height") + "×" + layer.constant("dilation_width"),
                    layer.constant("group"),
                    layer.profile().map(RequantizationProfile::keyword).orElse("none"));
        }
    }

    private static void padding(StringBuilder text, List<FirmwareLayer> layers) {
        text.append("| layer | top | left | bottom | right | code of the padding |\n|" + " --- |".repeat(6) + "\n");
        for (FirmwareLayer layer : layers) {
            row(text, "`" + layer.id() + "`", layer.constant("pad_top"), layer.constant("pad_left"),
                    layer.constant("pad_bottom"), layer.constant("pad_right"), layer.constant("input_zero_point"));
        }
        for (FirmwareLayer layer : layers) {
            AutoPad rule = layer.form().layer().autoPad();
            if (rule != AutoPad.NOTSET && rule != AutoPad.VALID) {
                text.append("\n`").append(layer.id()).append("` pads by ").append(rule.name())
                        .append(", which depends on the extents of its input; the pads above are those for the test's ")
                        .append(layer.testConstants().get(layer.id() + "_test_input_height")).append('×')
                        .append(layer.testConstants().get(layer.id() + "_test_input_width")).append(" input.\n");
            }
        }
        if (layers.stream().anyMatch(layer -> layer.form().layer().inputLayout() != InputLayout.IMAGE)) {
            text.append(FirmwareReadmeText.OTHER_LAYOUTS);
        }
    }

    private static void accumulators(StringBuilder text, List<FirmwareLayer> layers) {
        text.append("| layer | bits needed | bits needed with `bias_folded` | register of the settings |\n|"
                + " --- |".repeat(4) + "\n");
        for (FirmwareLayer layer : layers) {
            IntegerForm form = layer.form();
            row(text, "`" + layer.id() + "`", form.accumulatorBits(), form.foldedAccumulatorBits(),
                    form.registerBits().isEmpty()
                            ? "exact"
                            : form.registerBits().getAsInt() + " bits, "
                                    + (layer.constant("accumulator_saturates") == 1 ? "saturates" : "wraps"));
        }
        text.append('\n');
    }

    private static void profiles(StringBuilder text, List<FirmwareLayer> layers) {
        Set<RequantizationProfile> used = new TreeSet<>();
        layers.forEach(layer -> layer.profile().ifPresent(used::add));
        for (RequantizationProfile profile : used) {
            text.append("\n### ").append(profile.keyword()).append(" (")
                    .append(users(layers, profile))
                    .append(")\n").append(FirmwareReadmeText.requantization(profile));
        }
        if (layers.stream().anyMatch(layer -> layer.profile().isEmpty())) {
            text.append(FirmwareReadmeText.NO_OUTPUT);
        }
    }

    private static String users(List<FirmwareLayer> layers, RequantizationProfile profile) {
        List<String> users = layers.stream()
                .filter(layer -> layer.profile().filter(profile::equals).isPresent())
                .map(layer -> "`" + layer.id() + "`")
                .toList();
        return users.size() == layers.size() ? "all layers" : String.join(", ", users);
    }

    private static void clamps(StringBuilder text, List<FirmwareLayer> layers) {
        text.append("| layer | input codes | input zero point | input scale | output codes | output zero point"
                + " | output scale |\n|" + " --- |".repeat(7) + "\n");
        for (FirmwareLayer layer : layers) {
            boolean output = layer.profile().isPresent();
            row(text, "`" + layer.id() + "`",
                    layer.constant("input_min") + " to " + layer.constant("input_max"),
                    layer.constant("input_zero_point"), scale(layer.form().inputScale()),
                    output ? layer.constant("output_min") + " to " + layer.constant("output_max") : "none",
                    output ? layer.constant("output_zero_point") : "none",
                    output ? scale(layer.form().outputScale()) : "none");
        }
    }

    private static String scale(float scale) {
        return Double.toString(scale);
    }

    private static void words(StringBuilder text, List<FirmwareLayer> layers) {
        List<String> suffixes = List.of("weight", "test_input", "test_output", "bias_folded", "shift", "test_accumulator");
        text.append("| layer | `").append(String.join("` | `", suffixes)).append("` |\n|" + " --- |".repeat(7) + "\n");
        for (FirmwareLayer layer : layers) {
            text.append("| `").append(layer.id()).append("` ");
            for (String suffix : suffixes) {
                text.append("| ").append(layer.find(suffix).map(FirmwareArray::word).map(FirmwareReadme::word).orElse("none"))
                        .append(' ');
            }
            text.append("|\n");
        }
    }

    private static String word(FirmwareWord word) {
        return word.typeName() + (word.hexDigits() == 1 ? ", 1 digit" : ", " + word.hexDigits() + " digits");
    }

    private static void row(StringBuilder text, Object... cells) {
        for (Object cell : cells) {
            text.append("| ").append(String.format(Locale.ROOT, "%s", cell)).append(' ');
        }
        text.append("|\n");
    }

    /** A name from the network, on one line and within its cell. */
    private static String plain(String name) {
        String shown = Quoted.text(name);
        return shown.substring(1, shown.length() - 1).replace("|", "\\|").replace("`", "'");
    }
}
