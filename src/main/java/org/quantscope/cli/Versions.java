package org.quantscope.cli;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Versions of what Quantscope stands on, as the libraries themselves tell them. */
final class Versions {
    private Versions() {}

    /** By name, in the order to print them in. */
    static Map<String, String> all() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Java", System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")");
        versions.put("operating system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch"));
        versions.put("JavaFX", property("/javafx.properties", "javafx.version"));
        versions.put("ND4J", maven("org.nd4j", "nd4j-native"));
        versions.put("OpenBLAS", maven("org.bytedeco", "openblas"));
        versions.put("oneDNN", maven("org.bytedeco", "dnnl"));
        versions.put("JavaCPP", maven("org.bytedeco", "javacpp"));
        versions.put("ONNX Runtime", onnxRuntime());
        return versions;
    }

    private static String maven(String group, String artifact) {
        return property("/META-INF/maven/" + group + "/" + artifact + "/pom.properties", "version");
    }

    private static String property(String resource, String key) {
        try (InputStream in = Versions.class.getResourceAsStream(resource)) {
            if (in == null) {
                return "not found";
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty(key, "unknown");
        } catch (IOException damaged) {
            return "unreadable";
        }
    }

    /** Asks the native library, and so shows whether it loads. */
    private static String onnxRuntime() {
        try {
            return OrtEnvironment.getEnvironment().getVersion();
        } catch (LinkageError | RuntimeException missing) {
            return "does not load here (" + missing.getClass().getSimpleName() + ")";
        }
    }
}
