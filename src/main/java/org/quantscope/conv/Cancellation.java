package org.quantscope.conv;

import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Asked by long loops, once for each output channel or image, whether anybody still wants the result. */
public final class Cancellation {
    /** For work that always runs to its end. */
    public static final Cancellation NEVER = new Cancellation(() -> false);

    private final BooleanSupplier cancelled;

    public Cancellation(BooleanSupplier cancelled) {
        this.cancelled = cancelled;
    }

    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }

    /** @throws CancellationException if nobody wants the result any more */
    public void throwIfCancelled() {
        if (isCancelled()) {
            throw new CancellationException("superseded");
        }
    }
}
