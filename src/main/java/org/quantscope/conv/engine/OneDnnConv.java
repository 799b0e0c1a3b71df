package org.quantscope.conv.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.global.dnnl.scratchpad_mode;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.quantscope.conv.ConvShape;
import org.quantscope.model.ConvGeometry;

/**
 * One convolution of oneDNN: fixed extents, its own weights and scratch memory, inputs and outputs NHWC wherever they
 * lie in memory. For one thread at a time.
 */
final class OneDnnConv implements AutoCloseable {
    /** What is multiplied. */
    enum Kind {
        /** Unsigned bytes by signed bytes into 32-bit integers. */
        CODES(memory.data_type.u8, memory.data_type.s8, memory.data_type.s32),
        /** Float32 throughout. */
        REAL(memory.data_type.f32, memory.data_type.f32, memory.data_type.f32);

        private final memory.data_type source;
        private final memory.data_type weights;
        private final memory.data_type target;

        Kind(memory.data_type source, memory.data_type weights, memory.data_type target) {
            this.source = source;
            this.weights = weights;
            this.target = target;
        }
    }

    private final String implementation;
    private final memory source;
    private final memory target;
    private final memory plainWeights;
    private final memory weights;
    private final reorder arranging;
    private final convolution_forward convolution;
    private final IntMemoryMap arguments;

    private OneDnnConv(
            OneDnn library,
            String implementation,
            convolution_forward.primitive_desc chosen,
            memory.desc plainWeightsDesc) {
        this.implementation = implementation;
        source = new memory(chosen.src_desc(), library.cpu(), (Pointer) null);
        target = new memory(chosen.dst_desc(), library.cpu(), (Pointer) null);
        plainWeights = new memory(plainWeightsDesc, library.cpu(), (Pointer) null);
        weights = new memory(chosen.weights_desc(), library.cpu());
        arranging = new reorder(plainWeights, weights);
        convolution = new convolution_forward(chosen);
        arguments = new IntMemoryMap();
        arguments.put(DNNL_ARG_SRC, source);
        arguments.put(DNNL_ARG_WEIGHTS, weights);
        arguments.put(DNNL_ARG_DST, target);
        arguments.put(DNNL_ARG_SCRATCHPAD, new memory(chosen.scratchpad_desc(), library.cpu()));
    }

    /**
     * A convolution of these extents.
     *
     * @param shape all output channels, no pads
     * @return empty where the library has only its reference loops for it, which take seconds
     */
    static Optional<OneDnnConv> create(OneDnn library, Kind kind, ConvShape shape) {
        if (shape.geometry().isPadded()) {
            throw new IllegalArgumentException("The padding belongs into the input.");
        }
        // Whatever is made in here and not kept goes at the end, before the garbage collector hears of it.
        try (PointerScope temporary = new PointerScope()) {
            convolution_forward.primitive_desc chosen = chosen(library, kind, shape);
            if (chosen.get(true).isNull()) {
                return Optional.empty();
            }
            String implementation = chosen.impl_info_str().getString();
            if (implementation.contains("ref")) {
                return Optional.empty();
            }
            OneDnnConv made = new OneDnnConv(library, implementation, chosen, weights(shape, kind, true));
            made.natives().forEach(Pointer::retainReference);
            return Optional.of(made);
        }
    }

    /** What the library would do, with nothing in it if it cannot. */
    private static convolution_forward.primitive_desc chosen(OneDnn library, Kind kind, ConvShape shape) {
        ConvGeometry geometry = shape.geometry();
        primitive_attr attributes = new primitive_attr();
        // The library's own scratch memory would tie the convolution to the thread that made it.
        attributes.set_scratchpad_mode(scratchpad_mode.user);
        return new convolution_forward.primitive_desc(
                library.cpu(),
                prop_kind.forward_inference,
                algorithm.convolution_direct,
                new memory.desc(extents(shape.input().toArray()), kind.source, memory.format_tag.nhwc),
                weights(shape, kind, false),
                new memory.desc(),
                new memory.desc(extents(shape.output().toArray()), kind.target, memory.format_tag.nhwc),
                new long[] {geometry.strideHeight(), geometry.strideWidth()},
                new long[] {geometry.dilationHeight() - 1L, geometry.dilationWidth() - 1L},
                new long[2],
                new long[2],
                attributes,
                true);
    }

    /** @param plain in the order of our tensors; otherwise in whatever order the convolution likes best */
    private static memory.desc weights(ConvShape shape, Kind kind, boolean plain) {
        ConvGeometry geometry = shape.geometry();
        long groups = geometry.group();
        long perGroup = shape.channelsPerGroup();
        long[] grouped = {
            groups, shape.outputChannels() / groups, perGroup, geometry.kernelHeight(), geometry.kernelWidth()
        };
        long[] whole = {shape.outputChannels(), perGroup, geometry.kernelHeight(), geometry.kernelWidth()};
        memory.format_tag inOrder = groups > 1 ? memory.format_tag.goihw : memory.format_tag.oihw;
        return new memory.desc(
                groups > 1 ? grouped : whole, kind.weights, plain ? inOrder : memory.format_tag.any);
    }

    private static long[] extents(int[] extents) {
        long[] wide = new long[extents.length];
        for (int axis = 0; axis < wide.length; axis++) {
            wide[axis] = extents[axis];
        }
        return wide;
    }

    /** The library's name for the code it runs, as {@code brgconv:avx512_core_amx}. */
    String implementation() {
        return implementation;
    }

    /**
     * Takes new weights.
     *
     * @param values (O, C/group, kh, kw), read now
     */
    void weights(stream stream, Pointer values) {
        plainWeights.set_data_handle(values);
        arranging.execute(stream, plainWeights, weights);
        stream._wait();
    }

    /**
     * Convolves.
     *
     * @param from (N, H, W, C), at the pointer's position
     * @param to (N, H', W', O), at the pointer's position
     */
    void run(stream stream, Pointer from, Pointer to) {
        source.set_data_handle(from);
        target.set_data_handle(to);
        convolution.execute(stream, arguments);
        stream._wait();
    }

    private List<Pointer> natives() {
        return List.of(arguments, convolution, arranging, weights, plainWeights, target, source);
    }

    @Override
    public void close() {
        natives().forEach(Pointer::close);
    }
}
