package org.quantscope.bench;

import static org.quantscope.onnx.OnnxModels.integer;
import static org.quantscope.onnx.OnnxModels.integers;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.quantscope.onnx.OnnxModels;
import org.quantscope.workspace.LayerResult;
import org.quantscope.workspace.Workers;
import org.quantscope.workspace.Workspace;

/**
 * Opens a network of 100 MB in a process of its own, in which nothing else has run but the engine's start, and tells how
 * long it took until its first layer could be explored.
 */
final class OpeningProbe {
    static final List<String> OPTIONS = List.of("-Xmx3g", "-Dorg.nd4j.log.initialization=false");
    private static final int WIDE = 512;
    private static final int WIDE_LAYERS = 10;
    private static final long LONGEST_SECONDS = 120;

    private OpeningProbe() {}

    /** @param arguments the network's file */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        ExecutorService publisher = Executors.newSingleThreadExecutor();
        CompletableFuture<Workspace> running = new CompletableFuture<>();
        CompletableFuture<LayerResult> shown = new CompletableFuture<>();
        publisher.execute(() -> {
            Workspace workspace = new Workspace(Workers.threads(publisher));
            workspace.onProblem(sentence -> shown.completeExceptionally(new IllegalStateException(sentence)));
            workspace.onChange(state -> {
                state.shown().ifPresent(shown::complete);
                if (!state.engine().loading()) {
                    running.complete(workspace);
                }
            });
            workspace.loadEngine(); // as the window does behind its first frame
        });
        Workspace workspace = running.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        long start = System.nanoTime();
        publisher.execute(() -> workspace.open(file));
        LayerResult result = shown.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(JsonNodeFactory.instance.objectNode()
                .put("layer", result.layer().name())
                .put("file_bytes", Files.size(file))
                .put("seconds", seconds));
        System.exit(0);
    }

    /** A network like the known ones for pictures of 224×224: 26 million weights, 6 billion products. */
    static void writeNetwork(Path file) throws IOException {
        Random random = new Random(100);
        OnnxModels model = OnnxModels.opset(13).input("x", 1, 3, 224, 224).output("y", 1, 1000);
        String tensor = conv(model, random, "x", "stem", 3, 64, 7, 4, 3);
        tensor = conv(model, random, tensor, "down1", 64, 256, 3, 2, 1);
        tensor = conv(model, random, tensor, "down2", 256, WIDE, 3, 2, 1);
        for (int layer = 1; layer <= WIDE_LAYERS; layer++) {
            tensor = conv(model, random, tensor, "wide" + layer, WIDE, WIDE, 3, 1, 1);
        }
        model.initializer("fc.w", weights(random, 1000 * WIDE, WIDE), 1000, WIDE)
                .node("GlobalAveragePool", "pool", tensor, "pooled")
                .node("Flatten", "flatten", "pooled", "flat", integer("axis", 1))
                .node("Gemm", "fc", "flat,fc.w", "y", integer("transB", 1))
                .write(file);
    }

    private static String conv(
            OnnxModels model, Random random, String input, String name, int inputs, int outputs, int kernel, int stride,
            int pad) {
        int taps = inputs * kernel * kernel;
        model.initializer(name + ".w", weights(random, outputs * taps, taps), outputs, inputs, kernel, kernel)
                .node("Conv", name, input + "," + name + ".w", name + ".sums", integers("kernel_shape", kernel, kernel),
                        integers("strides", stride, stride), integers("pads", pad, pad, pad, pad))
                .node("Relu", name + ".relu", name + ".sums", name + ".out");
        return name + ".out";
    }

    /** So large that the signal neither dies nor grows from layer to layer. */
    private static float[] weights(Random random, int count, int taps) {
        float[] values = new float[count];
        float deviation = (float) Math.sqrt(2.0 / taps);
        for (int at = 0; at < count; at++) {
            values[at] = deviation * (float) random.nextGaussian();
        }
        return values;
    }
}
