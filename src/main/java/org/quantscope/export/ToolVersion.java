package org.quantscope.export;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Quantscope's own version, which the build writes into a resource. */
public final class ToolVersion {
    private static final String RESOURCE = "/org/quantscope/version.properties";

    private ToolVersion() {}

    /** For example {@code 0.1.0}. */
    public static String number() {
        try (InputStream in = ToolVersion.class.getResourceAsStream(RESOURCE)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException damaged) {
            return "unknown";
        }
    }
}
