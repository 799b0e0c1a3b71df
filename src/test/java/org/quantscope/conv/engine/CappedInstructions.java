package org.quantscope.conv.engine;

import java.util.List;

/**
 * The exactness tests of the oneDNN engine as a program, for a process of its own: how far the library's instructions
 * reach is read from the environment when it is loaded.
 */
final class CappedInstructions {
    private CappedInstructions() {}

    /** Prints the engine, its instructions and its verdict on products of bytes, a line each, if all sums are exact. */
    public static void main(String[] arguments) {
        ConvEngine engine = Engines.select("onednn");
        BandKernelsTest bands = new BandKernelsTest();
        bands.sumsAreExactOnRandomGeometries(engine);
        bands.sumsAreExactForDepthwiseLayers(engine);
        bands.extremesAreExactForManyTaps(engine);
        bands.fullyConnectedLayersAreExact(engine);
        NativeKernelsTest kernels = new NativeKernelsTest();
        kernels.integerSumsAreExactOnRandomGeometries(engine);
        kernels.tilesOfLargeInputsJoinWithoutASeam(engine);
        List.of(engine.name(), engine.details().get("instruction set"), engine.details().get("8-bit products"))
                .forEach(System.out::println);
    }
}
