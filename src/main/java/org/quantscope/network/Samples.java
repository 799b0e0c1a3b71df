package org.quantscope.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.UnreadableInputException;

/**
 * The bundled networks and images. They are files where the program runs from its class folder; from a jar they are
 * unpacked, when they are asked for, into a new folder that only the user can read and that goes away at exit.
 */
public final class Samples {
    private static final String FOLDER = "/samples/";
    private static final String LABELS = "fashion-test1000-labels-idx1-ubyte";
    private static final Preprocessing FASHION =
            new Preprocessing(1 / 255.0, List.of(0.2860), List.of(0.3530), Preprocessing.Layout.NCHW);
    private static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");
    private static final List<SampleModel> MODELS = List.of(
            fashion("fashion-mobile.onnx"), fashion("fashion-mobile-bn.onnx"), fashion("fashion-lenet.onnx"));

    private final Map<String, Path> files = new ConcurrentHashMap<>();
    private final Map<String, String> hashes = new ConcurrentHashMap<>();
    private Path unpacked;

    /** The bundled networks; the first one is opened where none is named. */
    public static List<SampleModel> models() {
        return MODELS;
    }

    /**
     * The bundled network of which a model file is a copy, wherever it was opened from and whatever it is called.
     *
     * @param sha256 the model file's hash, lower-case hexadecimal
     */
    public Optional<SampleModel> recognise(String sha256) {
        return MODELS.stream()
                .filter(sample -> hashes.computeIfAbsent(sample.file(), Samples::hash).equals(sha256))
                .findFirst();
    }

    /** The bundled network as a file. */
    public Path modelFile(SampleModel sample) {
        return file(sample.file());
    }

    /** The labelled images that belong to a bundled network. */
    public ImageSet images(SampleModel sample) {
        file(LABELS);
        return ImageSource.open(file(sample.images()));
    }

    /** The images that the ranges of a bundled network are chosen with. */
    public ImageSet calibration(SampleModel sample) {
        return ImageSource.open(file(sample.calibration()));
    }

    private static SampleModel fashion(String file) {
        return new SampleModel(
                file, FASHION, CLASSES, "fashion-test1000-images-idx3-ubyte", "fashion-calib256.npz");
    }

    private Path file(String name) {
        return files.computeIfAbsent(name, this::locate);
    }

    private Path locate(String name) {
        URL url = resource(name);
        try {
            URI uri = url.toURI();
            return uri.getScheme().equals("file") ? Path.of(uri) : unpack(name, url);
        } catch (URISyntaxException | IOException e) {
            throw new UnreadableInputException(
                    "Sample '" + name + "' cannot be unpacked: " + e.getMessage() + ".", e);
        }
    }

    private synchronized Path unpack(String name, URL url) throws IOException {
        if (unpacked == null) {
            unpacked = Files.createTempDirectory("quantscope-samples");
            unpacked.toFile().deleteOnExit();
        }
        Path file = unpacked.resolve(name);
        try (InputStream in = url.openStream()) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        file.toFile().deleteOnExit();
        return file;
    }

    private static URL resource(String name) {
        URL url = Samples.class.getResource(FOLDER + name);
        if (url == null) {
            throw new UnreadableInputException(
                    "Sample '" + name + "' is missing from this installation; build or download it again.");
        }
        return url;
    }

    private static String hash(String name) {
        try (InputStream in = resource(name).openStream()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[1 << 16];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new UnreadableInputException("Sample '" + name + "' cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
