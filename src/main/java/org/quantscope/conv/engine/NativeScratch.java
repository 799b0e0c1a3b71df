package org.quantscope.conv.engine;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Native memory to be overwritten, which grows as it is asked for more; begins on a cache line. */
final class NativeScratch implements AutoCloseable {
    private static final int LINE = 64;

    private BytePointer memory;
    private Pointer aligned;
    private long capacity;

    /** At least so many bytes; what was there before is lost. */
    Pointer ofBytes(long bytes) {
        if (memory == null || capacity < bytes) {
            close();
            memory = new BytePointer(bytes + LINE);
            memory.retainReference(); // not to go with the scope of a caller
            aligned = memory.getPointer(Math.floorMod(-memory.address(), LINE));
            capacity = bytes;
        }
        return aligned;
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }
}
