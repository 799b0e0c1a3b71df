package org.quantscope.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.quantscope.tensor.UnreadableInputException;

/**
 * Opens whatever holds images: a PNG or JPEG file, a folder of them, an idx file, a {@code .npy} or {@code .npz} file,
 * or the {@code input_0.pb} of ONNX test data.
 */
public final class ImageSource {
    private static final List<String> PICTURES = List.of(".png", ".jpg", ".jpeg");

    private ImageSource() {}

    /** @throws UnreadableInputException with a sentence if there are no images to be read */
    public static ImageSet open(Path path) {
        if (!Files.exists(path)) {
            throw new UnreadableInputException("There is no file or folder '" + path + "'.");
        }
        if (Files.isDirectory(path)) {
            return folder(path);
        }
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (isPicture(path)) {
            return new PictureSet(path.getFileName().toString(), List.of(path));
        }
        if (name.endsWith(".npy") || name.endsWith(".npz")) {
            return ArrayImages.open(path);
        }
        if (TensorFiles.isTensor(path)) {
            return TensorFiles.of(path);
        }
        if (IdxImages.isIdx(path)) {
            return IdxImages.open(path);
        }
        throw new UnreadableInputException("File '" + path.getFileName() + "' holds no images that Quantscope reads;"
                + " open a PNG or JPEG file, a folder of them, an idx file, a .npy or .npz array, or an ONNX tensor (.pb).");
    }

    private static ImageSet folder(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> pictures = files.filter(Files::isRegularFile)
                    .filter(ImageSource::isPicture)
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
            List<Path> tensors = pictures.isEmpty() ? TensorFiles.in(folder) : List.of();
            if (!tensors.isEmpty()) {
                return TensorFiles.of(folder, tensors);
            }
            if (pictures.isEmpty()) {
                throw new UnreadableInputException("Folder '" + folder + "' has no PNG or JPEG files and no"
                        + " test_data_set_*/input_0.pb; choose one that has.");
            }
            return new PictureSet(folder.getFileName() == null ? folder.toString() : folder.getFileName().toString(),
                    pictures);
        } catch (IOException | UncheckedIOException e) {
            throw new UnreadableInputException("Folder '" + folder + "' cannot be listed: " + e.getMessage() + ".", e);
        }
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return PICTURES.stream().anyMatch(name::endsWith);
    }
}
