package org.quantscope.bench;

import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;

/** ONNX Runtime's side of a layer. */
final class OrtCases implements AutoCloseable {
    private final OrtNode real;
    private final OrtNode sumsUnsigned;
    private final OrtNode sumsSigned;
    private final OrtNode codesUnsigned;
    private final OrtNode codesSigned;

    OrtCases(LayerData data, int threads) throws OrtException {
        OrtLayer layer = new OrtLayer(data, threads);
        real = layer.real();
        sumsUnsigned = layer.rawSums(false);
        sumsSigned = layer.rawSums(true);
        codesUnsigned = layer.codes(false);
        codesSigned = layer.codes(true);
    }

    List<BenchCase> cases() {
        return List.of(
                new BenchCase(CaseNames.ORT_REAL, real::run),
                new BenchCase(CaseNames.ORT_SUMS_UNSIGNED, sumsUnsigned::run),
                new BenchCase(CaseNames.ORT_SUMS_SIGNED, sumsSigned::run),
                new BenchCase(CaseNames.ORT_CODES_UNSIGNED, codesUnsigned::run),
                new BenchCase(CaseNames.ORT_CODES_SIGNED, codesSigned::run));
    }

    OrtNode real() {
        return real;
    }

    List<OrtNode> rawSums() {
        return List.of(sumsUnsigned, sumsSigned);
    }

    List<OrtNode> codes() {
        return List.of(codesUnsigned, codesSigned);
    }

    @Override
    public void close() throws OrtException {
        for (OrtNode node : new ArrayList<>(List.of(real, sumsUnsigned, sumsSigned, codesUnsigned, codesSigned))) {
            node.close();
        }
    }
}
