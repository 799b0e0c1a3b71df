package org.quantscope.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
    private final Samples samples = new Samples();

    @TempDir
    Path folder;

    @Test
    void everyBundledNetworkHasItsFileImagesAndClasses() {
        assertThat(Samples.models()).extracting(SampleModel::file)
                .containsExactly("fashion-mobile.onnx", "fashion-mobile-bn.onnx", "fashion-lenet.onnx");
        for (SampleModel sample : Samples.models()) {
            assertThat(samples.modelFile(sample)).isRegularFile();
            assertThat(samples.images(sample).size()).isEqualTo(1000);
            assertThat(samples.images(sample).label(0)).isPresent();
            assertThat(samples.calibration(sample).size()).isEqualTo(256);
            assertThat(sample.classes()).hasSize(10).startsWith("T-shirt/top").endsWith("Ankle boot");
        }
    }

    @Test
    void aCopyIsRecognisedByItsContentAlone() throws Exception {
        for (SampleModel sample : Samples.models()) {
            byte[] copy = Files.readAllBytes(Path.of("samples", sample.file()));
            assertThat(samples.recognise(sha256(copy))).contains(sample);
            copy[copy.length / 2] ^= 1;
            assertThat(samples.recognise(sha256(copy))).isEmpty();
        }
    }

    @Test
    void samplesInsideAJarAreUnpackedToFiles() throws Exception {
        Path jar = folder.resolve("packed.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            add(out, Path.of("target/classes"), "org/quantscope");
            add(out, Path.of(""), "samples");
        }
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass("org.quantscope.network.Samples");
            Object inside = type.getConstructor().newInstance();
            Object sample = ((List<?>) type.getMethod("models").invoke(null)).get(0);
            Path file = (Path) type.getMethod("modelFile", sample.getClass()).invoke(inside, sample);
            Object images = type.getMethod("images", sample.getClass()).invoke(inside, sample);
            Class<?> set = loader.loadClass("org.quantscope.network.ImageSet");

            assertThat(file).hasSameBinaryContentAs(Path.of("samples/fashion-mobile.onnx"));
            assertThat(type.getMethod("modelFile", sample.getClass()).invoke(inside, sample)).isEqualTo(file);
            assertThat(set.getMethod("label", int.class).invoke(images, 0).toString()).startsWith("Optional[");
        }
    }

    private static void add(JarOutputStream out, Path root, String under) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(under))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
