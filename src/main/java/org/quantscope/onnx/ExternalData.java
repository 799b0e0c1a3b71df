package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tensors that are stored in a file beside the model. The model names that file, so it is only opened if it lies in the
 * model's own folder, links followed.
 */
final class ExternalData {
    private final Path folder;

    /** @param model the {@code .onnx} file, whose folder the locations are relative to */
    ExternalData(Path model) {
        this.folder = model.toAbsolutePath().normalize().getParent();
    }

    /** The absolute folder that locations are relative to. */
    Path folder() {
        return folder;
    }

    static boolean isExternal(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    }

    /** Where the {@code bytes} bytes of a tensor are; the file exists and is long enough. */
    Region find(String name, TensorProto tensor, long bytes) {
        Path file = fileOf(name, tensor);
        long start = number(name, tensor, "offset").orElse(0L);
        long length = number(name, tensor, "length").orElse(bytes);
        if (length != bytes) {
            throw new DefectException("tensor '" + name + "' needs " + bytes
                    + " bytes for its shape but its external data have a length of " + length
                    + "; the file is damaged, export the model again");
        }
        try {
            long present = Files.size(file);
            if (start > present - bytes) {
                throw new DefectException("external data file '" + file.getFileName() + "' has " + present
                        + " bytes, but tensor '" + name + "' needs " + bytes + " bytes from position " + start
                        + "; download or export it again");
            }
            return new Region(name, file, start, bytes);
        } catch (IOException e) {
            throw unreadable(name, file, e);
        }
    }

    /** The bytes of one tensor within a file. */
    record Region(String tensor, Path file, long start, long bytes) {
        /** A multiple of every element's size. */
        private static final int PIECE = 1 << 20;

        /** All of them. */
        byte[] bytesRead() {
            byte[] all = new byte[Math.toIntExact(bytes)];
            ByteBuffer target = ByteBuffer.wrap(all);
            copyTo(target::put);
            return all;
        }

        void copyTo(FloatSink sink) {
            copyTo(sink::accept);
        }

        private void copyTo(Consumer<ByteBuffer> sink) {
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(bytes, PIECE));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                for (long done = 0; done < bytes; done += piece.limit()) {
                    piece.clear().limit((int) Math.min(bytes - done, PIECE));
                    while (piece.hasRemaining()) {
                        if (channel.read(piece, start + done + piece.position()) < 0) {
                            throw new IOException("it became shorter while it was read");
                        }
                    }
                    sink.accept(piece.flip());
                }
            } catch (IOException e) {
                throw unreadable(tensor, file, e);
            }
        }
    }

    /** The file of a tensor, which exists and lies in the model's folder. */
    Path fileOf(String name, TensorProto tensor) {
        String location = entry(tensor, "location").orElse("");
        if (location.isEmpty()) {
            throw new DefectException("tensor '" + name
                    + "' is stored in another file but names none; export the model again");
        }
        try {
            Path realFolder = folder.toRealPath();
            Path wanted = realFolder.resolve(location).normalize();
            if (Path.of(location).isAbsolute() || !wanted.startsWith(realFolder)) {
                throw escape(name, location);
            }
            if (!Files.exists(wanted)) {
                throw new DefectException("external data file '" + location + "' of tensor '" + name
                        + "' is missing; put it beside the model");
            }
            Path real = wanted.toRealPath();
            if (!real.startsWith(realFolder)) {
                throw escape(name, location);
            }
            if (!Files.isRegularFile(real)) {
                throw new DefectException("external data '" + location + "' of tensor '" + name
                        + "' is not a file; put the data file beside the model");
            }
            return real;
        } catch (InvalidPathException | IOException e) {
            throw new DefectException("external data file '" + printable(location) + "' of tensor '" + name
                    + "' cannot be found; put it beside the model", e);
        }
    }

    private static DefectException unreadable(String name, Path file, IOException cause) {
        String reason = cause instanceof AccessDeniedException ? "you may not read it" : cause.getMessage();
        return new DefectException("external data file '" + file.getFileName() + "' of tensor '" + name
                + "' cannot be read (" + reason + "); check its permissions and the disk", cause);
    }

    private static DefectException escape(String name, String location) {
        return new DefectException("external data file '" + location + "' of tensor '" + name
                + "' lies outside the model's folder; copy it beside the model if you trust it");
    }

    private static Optional<Long> number(String name, TensorProto tensor, String key) {
        Optional<String> text = entry(tensor, key);
        try {
            Optional<Long> value = text.map(Long::parseLong);
            if (value.isPresent() && value.get() < 0) {
                throw new NumberFormatException("negative");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new DefectException("the external data of tensor '" + name + "' have the " + key + " '"
                    + printable(text.orElse("")) + "', which is not a number of bytes; export the model again", e);
        }
    }

    private static Optional<String> entry(TensorProto tensor, String key) {
        return tensor.getExternalDataList().stream()
                .filter(entry -> entry.getKey().equals(key))
                .map(StringStringEntryProto::getValue)
                .findFirst();
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
