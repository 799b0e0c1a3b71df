package org.quantscope.ui;

import java.util.Objects;
import org.quantscope.workspace.EngineStatus;

/** What the program says of itself and of the machine it runs on. */
final class AboutText {
    private static final long MEGABYTE = 1 << 20;

    private AboutText() {}

    static String of(EngineStatus engine) {
        String version = Objects.requireNonNullElse(AboutText.class.getPackage().getImplementationVersion(), "0.1.0");
        Runtime runtime = Runtime.getRuntime();
        long used = (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE;
        return String.join(
                "\n",
                "Quantscope " + version + ": see what quantization does to your network, one channel at a time.",
                "",
                "Engine: " + engine.description(),
                "Java " + System.getProperty("java.version") + ", JavaFX " + System.getProperty("javafx.version", "unknown"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                        + runtime.availableProcessors() + " processors",
                "Memory: " + NumberFormats.count(used) + " MB used, at most "
                        + NumberFormats.count(runtime.maxMemory() / MEGABYTE) + " MB",
                "",
                "Apache License 2.0");
    }
}
