package org.quantscope.ui;

import org.quantscope.workspace.EngineStatus;
import org.quantscope.workspace.ProgramVersion;

/** What the program says of itself and of the machine it runs on. */
final class AboutText {
    private static final long MEGABYTE = 1 << 20;

    private AboutText() {}

    static String of(EngineStatus engine) {
        Runtime runtime = Runtime.getRuntime();
        long used = (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE;
        return String.join(
                "\n",
                "Quantscope " + ProgramVersion.number() + ": see what quantization does to your network, one channel at a time.",
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
