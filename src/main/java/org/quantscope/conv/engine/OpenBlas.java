package org.quantscope.conv.engine;

import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * The OpenBLAS that ND4J calls: its functions by name, and its number of threads.
 *
 * <p>JavaCPP looks a function up among the symbols that every library sees. A function that is not there it seeks in each
 * library of the process, opening and closing them inside {@code dl_iterate_phdr}: it then holds the dynamic linker's
 * two locks in the opposite order to {@code dlopen}, and a thread that loads any library at that moment - a font, a
 * picture format, ONNX Runtime - waits for this one as this one waits for it, for ever. So OpenBLAS is first made
 * visible to all, and afterwards only functions that it has are looked up: the search is never reached.
 */
final class OpenBlas {
    private static final String LIBRARY = "libopenblas";

    private OpenBlas() {}

    /**
     * Loads the library, and on Linux makes its functions visible to all.
     *
     * @throws LinkageError in its many forms if this machine has no such library
     */
    static void load() {
        Loader.load(openblas_nolapack.class);
        if (System.getProperty("os.name").startsWith("Linux")) {
            Loader.loadGlobal(file());
        }
    }

    /** The file that was loaded; any other file would be a second library beside it. */
    private static String file() {
        return Loader.getLoadedLibraries().values().stream()
                .filter(file -> file != null && Path.of(file).getFileName().toString().startsWith(LIBRARY))
                .findFirst()
                .orElseThrow(() -> new UnsatisfiedLinkError("OpenBLAS is not among the loaded libraries"));
    }

    /** Where a function starts. Only for functions that every OpenBLAS has: see above. */
    static Pointer function(String name) {
        return Loader.addressof(name);
    }

    /** Teams of native threads wait for each other on a busy machine and make the picture stutter. */
    static void useOneThread() {
        new ThreadCount().put(function("openblas_set_num_threads")).call(1);
    }

    /** {@code void openblas_set_num_threads(int)}; the preset that declares it keeps its making to subclasses. */
    private static final class ThreadCount extends openblas_nolapack.SetNumThreads {}
}
