package org.quantscope.conv.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quantscope.conv.ChannelRange;
import org.quantscope.conv.ConvShape;
import org.quantscope.model.ConvGeometry;
import org.quantscope.tensor.Shape;

/** Convolutions of oneDNN, in whichever way its integer sums are exact on this processor. */
public final class OneDnnEngine implements ConvEngine {
    public static final String NAME = "onednn";

    private final OneDnn library;
    private final ByteProducts products;
    private final String description;

    private OneDnnEngine(OneDnn library, ByteProducts products) {
        this.library = library;
        this.products = products;
        this.description = "oneDNN " + library.version() + ", " + library.instructionSet() + " — exact by self-test"
                + products.consequence();
    }

    /**
     * Loads the native library and finds out which of its products are exact. ND4J must have been loaded before.
     *
     * @param hard the sums to try
     * @throws LinkageError in its many forms, or a RuntimeException, if this machine has no such library
     */
    static OneDnnEngine load(List<HardSums> hard) {
        OneDnn library = OneDnn.load();
        for (ByteProducts products : ByteProducts.values()) {
            Optional<String> failure =
                    SelfTest.bandFailure(shape -> OneDnnBands.unproven(library, shape, products), hard);
            if (failure.isEmpty()) {
                return new OneDnnEngine(library, products);
            }
        }
        return new OneDnnEngine(library, ByteProducts.INEXACT);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("instruction set", library.instructionSet());
        details.put("8-bit products", products.verdict());
        ConvGeometry window = new ConvGeometry(3, 3, 1, 1, 0, 0, 0, 0, 1, 1, 1);
        for (OneDnnConv.Kind kind : OneDnnConv.Kind.values()) {
            String what = kind == OneDnnConv.Kind.CODES ? "8-bit" : "float32";
            details.put(what + " 1×1", implementation(kind, ConvGeometry.POINTWISE));
            details.put(what + " 3×3", implementation(kind, window));
        }
        return details;
    }

    private String implementation(OneDnnConv.Kind kind, ConvGeometry geometry) {
        library.oneThread();
        ConvShape shape = new ConvShape(geometry, Shape.of(1, 64, 8, 58), 64, ChannelRange.all(64));
        Optional<OneDnnConv> made = OneDnnConv.create(library, kind, shape);
        made.ifPresent(OneDnnConv::close);
        return made.map(OneDnnConv::implementation).orElse("none");
    }

    @Override
    public ConvKernels kernels() {
        return new OneDnnKernels(library);
    }

    @Override
    public Optional<BandKernels> bands(ConvShape shape) {
        return OneDnnBands.create(library, shape, products).or(() -> Optional.of(Nd4jEngine.bandsOf(shape)));
    }
}
