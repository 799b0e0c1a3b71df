package org.quantscope.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/**
 * The parsed bytes of one {@code .onnx} file.
 *
 * @param path where it was read from
 * @param sha256 hash of its bytes, lower-case hexadecimal
 * @param proto what they say, as a float network; it has a graph with nodes
 * @param stored the quantizers of layers that are not in {@code proto}, by what the layer's node writes there
 */
record OnnxFile(Path path, String sha256, ModelProto proto, Map<String, StoredLayer> stored) {
    private static final long LARGEST_PROTOBUF = Integer.MAX_VALUE - 8L;

    static OnnxFile read(Path path) {
        return read(path, Runtime.getRuntime().maxMemory() / 2);
    }

    /** @param memory bytes that the file may take on the heap */
    static OnnxFile read(Path path, long memory) {
        return of(path, bytes(path, memory));
    }

    /** @param bytes what was read from {@code path}; taken over */
    static OnnxFile of(Path path, byte[] bytes) {
        if (bytes.length == 0) {
            throw new DefectException("it is empty; download or export it again");
        }
        ModelProto proto = parse(bytes);
        if (!proto.hasGraph() || proto.getGraph().getNodeCount() == 0) {
            throw FileSignature.describe(bytes).map(OnnxFile::mistaken).orElseGet(() -> new DefectException(
                    "it holds no network; choose an ONNX model, or export it again"));
        }
        FloatNetwork network = FloatNetwork.of(proto, new ExternalData(path));
        return new OnnxFile(path, sha256(bytes), network.proto(), network.layers());
    }

    /** Bytes that are known to be a model. */
    static ModelProto parsed(byte[] bytes) {
        return parse(bytes);
    }

    /** @param memory bytes that the file may take on the heap */
    static byte[] bytes(Path path, long memory) {
        try {
            if (Files.isDirectory(path)) {
                throw new DefectException("it is a folder; choose an .onnx file in it");
            }
            if (!Files.exists(path)) {
                throw new DefectException("it does not exist; check its path");
            }
            if (!Files.isRegularFile(path)) {
                throw new DefectException("it is a device or a pipe; choose an .onnx file");
            }
            long size = Files.size(path);
            if (size > LARGEST_PROTOBUF) {
                throw new DefectException("it is larger than the 2 GB that ONNX allows for one file;"
                        + " export it with external data");
            }
            if (size > memory) {
                throw new DefectException(String.format(Locale.ROOT,
                        "its %d MB are more than the %d MB that Java may use for it; start it with a larger -Xmx",
                        size >> 20, memory >> 20));
            }
            return Files.readAllBytes(path);
        } catch (AccessDeniedException e) {
            throw new DefectException("you may not read it; check its permissions", e);
        } catch (IOException e) {
            throw new DefectException("reading it failed (" + e.getMessage() + "); check the disk and try again", e);
        }
    }

    private static ModelProto parse(byte[] bytes) {
        try {
            CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
            // Weights stay views of the file's bytes, which halves the memory. Nobody writes to the array.
            input.enableAliasing(true);
            ModelProto proto = ModelProto.parseFrom(input);
            input.checkLastTagWas(0);
            return proto;
        } catch (InvalidProtocolBufferException e) {
            throw FileSignature.describe(bytes).map(OnnxFile::mistaken).orElseGet(() -> unreadable(bytes, e));
        } catch (IOException e) {
            throw unreadable(bytes, e);
        } catch (OutOfMemoryError e) {
            // Protobuf has no limit of its own for many small parts, which take far more memory than bytes in the file.
            throw new DefectException("it does not fit into Java's memory; start it with a larger -Xmx", e);
        }
    }

    private static DefectException mistaken(String description) {
        return new DefectException("it is " + description + ", not an ONNX model; choose an .onnx file");
    }

    private static DefectException unreadable(byte[] bytes, IOException cause) {
        return new DefectException(
                endsEarly(bytes)
                        ? "it ends in the middle of the model; download or export it again"
                        : "it is damaged or not an ONNX model; download or export it again",
                cause);
    }

    /** Whether the last of the outermost fields claims more bytes than follow. */
    private static boolean endsEarly(byte[] bytes) {
        CodedInputStream input = CodedInputStream.newInstance(bytes);
        try {
            for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
                boolean bytesFollow = (tag & 7) == 2;
                if (!bytesFollow) {
                    input.skipField(tag);
                    continue;
                }
                int length = input.readRawVarint32();
                int left = bytes.length - input.getTotalBytesRead();
                if (length < 0 || length > left) {
                    return length > left;
                }
                input.skipRawBytes(length);
            }
            return false;
        } catch (IOException e) {
            return input.getTotalBytesRead() == bytes.length;
        }
    }

    /** Lower-case hexadecimal. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
