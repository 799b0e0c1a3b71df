package org.quantscope.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How wide weights may be for ONNX Runtime's integer kernels to be exact on this processor. x86 without the VNNI
 * instructions adds pairs of 8-bit products in 16 bits, which stick at 32767; two products of 255 and a 7-bit weight
 * still fit. Quantscope itself is exact everywhere.
 */
public final class RuntimeIntegers {
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

    private RuntimeIntegers() {}

    /** 8 with VNNI; 7 without it, and where nobody says whether it is there. */
    public static int exactWeightBits() {
        return hasVnni() ? 8 : 7;
    }

    /** For the name of a test. */
    public static String description() {
        return hasVnni() ? "8-bit weights (VNNI)" : "7-bit weights (no VNNI on this processor)";
    }

    public static boolean hasVnni() {
        if (!Files.isReadable(PROCESSOR)) {
            return false;
        }
        try {
            return Files.readAllLines(PROCESSOR).stream()
                    .filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> List.of(line.split("\\s+")))
                    .filter(flags -> flags.contains("avx512_vnni") || flags.contains("avx_vnni"))
                    .isPresent();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
