package org.quantscope.conv.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.common.config.ND4JSystemProperties;
import org.nd4j.linalg.factory.Nd4j;
import org.quantscope.conv.ConvShape;

/** Matrix products by ND4J on OpenBLAS. */
public final class Nd4jEngine implements ConvEngine {
    public static final String NAME = "nd4j";

    // A logger that nobody holds is forgotten, and its level with it.
    private static final Logger ND4J_LOG = Logger.getLogger("org.nd4j");

    private final String description;

    private Nd4jEngine(String description) {
        this.description = description;
    }

    /**
     * Loads the native libraries, which takes a second or two the first time. Other threads may load other libraries
     * meanwhile, see {@link OpenBlas}.
     *
     * @throws LinkageError in its many forms, or a RuntimeException, if this machine has no such library
     */
    static Nd4jEngine load() {
        System.setProperty(ND4JSystemProperties.LOG_INITIALIZATION, "false");
        ND4J_LOG.setLevel(Level.WARNING);
        System.setProperty(SafeNd4jFactory.SETTING, SafeNd4jFactory.class.getName());
        Nd4j.create(1).close(); // initialises the backend; anything of ND4J's before it fails
        return new Nd4jEngine("ND4J" + nd4jVersion() + ", OpenBLAS" + openblasVersion());
    }

    /** A space and the version that ND4J's jar states, or nothing where it states none. */
    private static String nd4jVersion() {
        try (InputStream stream = Nd4j.class.getResourceAsStream("/META-INF/maven/org.nd4j/nd4j-api/pom.properties")) {
            Properties stated = new Properties();
            if (stream != null) {
                stated.load(stream);
            }
            String version = stated.getProperty("version");
            return version == null ? "" : " " + version;
        } catch (IOException unreadable) {
            return ""; // the version is only shown; the library itself works
        }
    }

    /** A space and the library's version, without that of its Java wrapping. */
    private static String openblasVersion() {
        String version = openblas.class.getPackage().getImplementationVersion();
        return version == null ? "" : " " + version.split("-")[0];
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return description + " — exact by self-test";
    }

    @Override
    public ConvKernels kernels() {
        return new Nd4jKernels();
    }

    @Override
    public Optional<BandKernels> bands(ConvShape shape) {
        return Optional.of(bandsOf(shape));
    }

    /** Every shape has some. */
    static BandKernels bandsOf(ConvShape shape) {
        return DepthwiseBands.serves(shape) ? new DepthwiseBands(shape) : new Nd4jBands(shape);
    }
}
