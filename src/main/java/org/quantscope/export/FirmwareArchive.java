package org.quantscope.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quantscope.tensor.DoubleTensor;
import org.quantscope.tensor.FloatTensor;
import org.quantscope.tensor.LongTensor;
import org.quantscope.tensor.NpyArray;
import org.quantscope.tensor.NpyType;
import org.quantscope.tensor.NpzFile;
import org.quantscope.tensor.NpzWriter;
import org.quantscope.tensor.Shape;

/** The numbers of all layers as NumPy reads them: one {@code .npz} with the names that the C headers have, too. */
final class FirmwareArchive {
    private FirmwareArchive() {}

    static void write(Path file, Map<String, Integer> constants, List<FirmwareArray> arrays) throws IOException {
        try (NpzWriter npz = new NpzWriter(file)) {
            for (Map.Entry<String, Integer> constant : constants.entrySet()) {
                npz.add(constant.getKey(), NpyType.INT32,
                        LongTensor.wrap(Shape.of(), new long[] {constant.getValue()}));
            }
            for (FirmwareArray array : arrays) {
                add(npz, array);
            }
        }
    }

    private static void add(NpzWriter npz, FirmwareArray array) throws IOException {
        long[] values = array.values().data();
        switch (array.word().npyType()) {
            case FLOAT32 -> {
                float[] reals = new float[values.length];
                for (int at = 0; at < reals.length; at++) {
                    reals[at] = Float.intBitsToFloat((int) values[at]);
                }
                npz.add(array.name(), FloatTensor.wrap(array.shape(), reals));
            }
            case FLOAT64 -> npz.add(array.name(), DoubleTensor.wrap(
                    array.shape(), Arrays.stream(values).mapToDouble(Double::longBitsToDouble).toArray()));
            default -> npz.add(array.name(), array.word().npyType(), array.values());
        }
    }

    /** Every array of the file by its name, real numbers as their bits; the type is part of what is compared. */
    static Map<String, Object> fields(Path file) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String name : NpzFile.names(file)) {
            NpyArray array = NpzFile.read(file, name);
            fields.put("type of " + name, array.type());
            fields.put(name, bits(array));
        }
        return fields;
    }

    private static LongTensor bits(NpyArray array) {
        if (array.type() == NpyType.FLOAT32) {
            float[] reals = array.toFloat().data();
            long[] bits = new long[reals.length];
            Arrays.setAll(bits, at -> Float.floatToIntBits(reals[at]) & 0xffffffffL);
            return LongTensor.wrap(array.shape(), bits);
        }
        return array.type() == NpyType.FLOAT64
                ? LongTensor.wrap(array.shape(),
                        Arrays.stream(array.toDouble().data()).mapToLong(Double::doubleToLongBits).toArray())
                : array.toLong();
    }

    /** What {@link #fields} has to give. */
    static Map<String, Object> expected(Map<String, Integer> constants, List<FirmwareArray> arrays) {
        Map<String, Object> fields = new LinkedHashMap<>();
        constants.forEach((name, value) -> {
            fields.put("type of " + name, NpyType.INT32);
            fields.put(name, LongTensor.wrap(Shape.of(), new long[] {value}));
        });
        arrays.forEach(array -> {
            fields.put("type of " + array.name(), array.word().npyType());
            fields.put(array.name(), array.values());
        });
        return fields;
    }
}
