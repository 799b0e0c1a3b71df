package org.quantscope.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.quantscope.quant.QuantType;

/**
 * The entry of one tensor in AIMET encodings 1.0.0. Its {@code offset} is minus the zero point on the unsigned grid, for
 * signed types too, and its {@code is_sym} says that the type is signed. A signed type without its lowest code, with
 * real zero at code 0, has the offset of a range that starts one code higher ("strict symmetric").
 *
 * @param name the tensor
 * @param bits 2 to 32
 * @param signed what the file calls {@code is_sym}
 * @param scales one value, or one for each channel
 * @param offsets as many: {@code lowest code − zero point}
 * @param perChannel whether the values are those of channels
 */
record Aimet1Entry(
        String name, int bits, boolean signed, List<Float> scales, List<Integer> offsets, boolean perChannel) {
    Aimet1Entry {
        scales = List.copyOf(scales);
        offsets = List.copyOf(offsets);
    }

    static Aimet1Entry of(TensorEncoding tensor) {
        List<Integer> offsets = new ArrayList<>();
        for (int zeroPoint : tensor.zeroPoints()) {
            boolean strict = tensor.narrow() && tensor.signed() && zeroPoint == 0;
            offsets.add((int) (tensor.lowest() - zeroPoint) + (strict ? 1 : 0));
        }
        return new Aimet1Entry(
                tensor.name(), tensor.bits(), tensor.signed(), tensor.scales(), offsets, tensor.perChannel());
    }

    /** The lowest code of a type. */
    private static long lowest(int bits, boolean signed) {
        return signed ? -(1L << (bits - 1)) : 0;
    }

    /** What the entry says of its tensor; offsets that start one code higher throughout are the narrow type. */
    TensorEncoding tensor() {
        long lowest = lowest(bits, signed);
        boolean strict = signed && offsets.stream().allMatch(offset -> offset == lowest + 1);
        List<Integer> zeroPoints = offsets.stream().map(offset -> strict ? 0 : (int) (lowest - offset)).toList();
        return new TensorEncoding(name, bits, signed, strict, scales, zeroPoints, perChannel, OptionalInt.empty());
    }

    /** Why real zero cannot lie there, as a sentence; null if it can. */
    static String offsetFault(long offset, int bits, boolean signed) {
        long lowest = lowest(bits, signed);
        if (bits > QuantType.MAX_BITS) {
            return offset == lowest || offset == lowest + 1
                    ? null
                    : "'offset' is " + offset + ", but with " + bits + " bits real zero is code 0, which is offset "
                            + lowest + ".";
        }
        long most = (1L << bits) - 1;
        return offset <= 0 && offset >= -most
                ? null
                : "'offset' is " + offset + ", which puts real zero outside the codes of " + bits
                        + " bits; it lies between -" + most + " and 0.";
    }

    /** As the file has it. */
    Map<String, Object> written() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put("enc_type", perChannel ? "PER_CHANNEL" : "PER_TENSOR");
        entry.put("dtype", "INT");
        entry.put("bw", bits);
        entry.put("is_sym", signed);
        entry.put("scale", scales);
        entry.put("offset", offsets);
        return entry;
    }

    /** Every value of the entry, for a comparison. */
    void putFields(Map<String, Object> fields) {
        String tensor = "tensor '" + name + "' ";
        fields.put(tensor + "enc_type", perChannel);
        fields.put(tensor + "bw", bits);
        fields.put(tensor + "is_sym", signed);
        for (int i = 0; i < scales.size(); i++) {
            fields.put(tensor + "scale " + i, scales.get(i));
            fields.put(tensor + "offset " + i, offsets.get(i));
        }
    }
}
