package org.quantscope.conv.engine;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2_vnni_2;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_amx_fp16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_fp16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_sse41;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The oneDNN library in this process. */
final class OneDnn {
    private final engine cpu;
    private final boolean dequantizesExactly;

    private OneDnn(engine cpu) {
        this.cpu = cpu;
        this.dequantizesExactly = Dequantization.isExact(this);
    }

    /**
     * Loads the native library. ND4J must have been loaded before: the two share one OpenMP runtime, through which ND4J
     * can tell it how many threads to use.
     *
     * @throws LinkageError in its many forms, or a RuntimeException, if this machine has no such library
     */
    static OneDnn load() {
        return new OneDnn(new engine(engine.kind.cpu, 0));
    }

    engine cpu() {
        return cpu;
    }

    /** Whether it dequantizes bytes as we do, to the last bit. */
    boolean dequantizesExactly() {
        return dequantizesExactly;
    }

    /** A queue of work for one thread; to be closed. */
    stream newStream() {
        return new stream(cpu);
    }

    /**
     * Makes the calling thread compute alone. The setting belongs to the thread; primitives keep the number of threads
     * they were made with, so this is called before one is made and before one is run.
     */
    void oneThread() {
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    String version() {
        dnnl_version_t version = dnnl_version();
        return version.major() + "." + version.minor() + "." + version.patch();
    }

    /** The widest instructions the library uses here, as their makers call them. */
    String instructionSet() {
        int isa = dnnl_get_effective_cpu_isa();
        return switch (isa) {
            case dnnl_cpu_isa_sse41 -> "SSE4.1";
            case dnnl_cpu_isa_avx2 -> "AVX2";
            case dnnl_cpu_isa_avx2_vnni, dnnl_cpu_isa_avx2_vnni_2 -> "AVX2 with VNNI";
            case dnnl_cpu_isa_avx512_core -> "AVX-512";
            case dnnl_cpu_isa_avx512_core_vnni, dnnl_cpu_isa_avx512_core_bf16, dnnl_cpu_isa_avx512_core_fp16 ->
                "AVX-512 with VNNI";
            case dnnl_cpu_isa_avx512_core_amx, dnnl_cpu_isa_avx512_core_amx_fp16 -> "AVX-512 with AMX";
            default -> "instruction set 0x" + Integer.toHexString(isa);
        };
    }
}
