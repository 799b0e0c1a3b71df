package org.quantscope.conv.engine;

import java.util.Map;
import java.util.Optional;
import org.quantscope.conv.ConvShape;

/**
 * An engine that serves because a faster one cannot.
 *
 * @param engine the one that serves
 * @param reason why, in sentences
 */
record StandIn(ConvEngine engine, String reason) implements ConvEngine {
    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public String description() {
        return engine.description();
    }

    @Override
    public Optional<String> fallbackReason() {
        return Optional.of(reason);
    }

    @Override
    public Map<String, String> details() {
        return engine.details();
    }

    @Override
    public ConvKernels kernels() {
        return engine.kernels();
    }

    @Override
    public Optional<BandKernels> bands(ConvShape shape) {
        return engine.bands(shape);
    }
}
