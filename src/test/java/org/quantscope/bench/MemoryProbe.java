package org.quantscope.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.quantscope.conv.Cancellation;
import org.quantscope.conv.ChannelOutputs;
import org.quantscope.conv.engine.ConvEngine;
import org.quantscope.conv.engine.Crew;
import org.quantscope.conv.engine.Engines;
import org.quantscope.conv.engine.LiveLayer;

/** Opens a layer in a process of its own and tells by how much that made it grow. */
final class MemoryProbe {
    private static final Path STATUS = Path.of("/proc/self/status");
    /** Java gives back to the system what it does not need: what it keeps in reserve is no memory of the layer. */
    static final List<String> OPTIONS = List.of("-Xms32m", "-Xmx3g", "-XX:+UseG1GC", "-XX:MinHeapFreeRatio=0",
            "-XX:MaxHeapFreeRatio=1", "-Dorg.nd4j.log.initialization=false");

    private MemoryProbe() {}

    /** Whether this system tells what a process uses. */
    static boolean isPossible() {
        return Files.isReadable(STATUS);
    }

    /** @param arguments the word of a layer */
    public static void main(String[] arguments) throws Exception {
        BenchLayer kind = BenchLayer.named(arguments[0]).get(0);
        ConvEngine engine = Engines.select("auto");
        runOnce(engine, BenchLayer.TINY);
        long before = residentBytes();
        Opened opened = Opened.of(engine, kind);
        long after = residentBytes();
        System.out.println(JsonNodeFactory.instance.objectNode()
                .put("layer", kind.title())
                .put("engine", engine.name())
                .put("resident_before_bytes", before)
                .put("resident_after_bytes", after)
                .put("growth_bytes", after - before)
                .put("tensor_bytes", opened.tensorBytes())
                .put("ratio", (after - before) / (double) opened.tensorBytes()));
    }

    /** What stays in memory while a person looks at a layer: its tensors, and all channels three ways. */
    private record Opened(LiveLayer live, List<ChannelOutputs> channels, long tensorBytes) {
        static Opened of(ConvEngine engine, BenchLayer kind) {
            LayerData data = LayerData.of(kind);
            LiveLayer live = new LiveLayer(engine, Crew.ofThisMachine(), data.layer(), data.input());
            live.channel(data.params(), 0, Cancellation.NEVER);
            return new Opened(live, live.all(data.params(), Cancellation.NEVER), data.tensorBytes());
        }
    }

    private static void runOnce(ConvEngine engine, BenchLayer kind) {
        Optional.of(Opened.of(engine, kind)).ifPresent(opened -> opened.live().close());
    }

    private static long residentBytes() throws IOException, InterruptedException {
        for (int collection = 0; collection < 4; collection++) {
            System.gc();
            Thread.sleep(200); // memory is given back by another thread
        }
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException(STATUS + " has no line 'VmRSS'.");
    }
}
