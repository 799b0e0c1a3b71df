package org.quantscope.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.quantscope.onnx.TensorFile;
import org.quantscope.settings.Preprocessing;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.Shape;

/**
 * ONNX tensors in files of their own, each a whole input that is ready for the network; read when it is asked for and
 * not kept. In a folder of a published model they are the {@code input_0.pb} of its {@code test_data_set_*} folders.
 */
final class TensorFiles implements ImageSet {
    private static final String SET = "test_data_set_";
    private static final String INPUT = "input_0.pb";

    private final String name;
    private final List<Path> files;

    private TensorFiles(String name, List<Path> files) {
        this.name = name;
        this.files = List.copyOf(files);
    }

    static boolean isTensor(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".pb");
    }

    static TensorFiles of(Path file) {
        return new TensorFiles(file.getFileName().toString(), List.of(file));
    }

    /** The first inputs in a folder of test data, or in a folder of such folders; none if it is neither. */
    static List<Path> in(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(INPUT))) {
            return List.of(folder.resolve(INPUT));
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> child.getFileName().toString().startsWith(SET))
                    .map(child -> child.resolve(INPUT))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparingInt(TensorFiles::number).thenComparing(Path::toString))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static TensorFiles of(Path folder, List<Path> files) {
        return new TensorFiles(folder.getFileName() == null ? folder.toString() : folder.getFileName().toString(),
                files);
    }

    /** The number in the folder's name, so that set 10 comes after set 9. */
    private static int number(Path file) {
        String digits = file.getParent().getFileName().toString().substring(SET.length());
        return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : Integer.MAX_VALUE;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public String imageName(int index) {
        Path file = files.get(index);
        return files.size() == 1 ? file.getFileName().toString() : file.getParent().getFileName().toString();
    }

    /** Of the first file; published test data have one shape as a rule. */
    @Override
    public Optional<Shape> readyShape() {
        return input(0).readyShape();
    }

    @Override
    public RawImage image(int index) {
        return input(index).image(0);
    }

    @Override
    public FloatTensor networkInput(int index, Preprocessing preprocessing, Shape target) {
        return input(index).networkInput(0, preprocessing, target);
    }

    private ReadyInputs input(int index) {
        Path file = files.get(index);
        return ReadyInputs.one(file.getFileName().toString(), TensorFile.read(file));
    }
}
