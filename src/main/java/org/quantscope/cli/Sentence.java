package org.quantscope.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import org.quantscope.export.FileNotSavedException;
import org.quantscope.export.SettingsFormatException;
import org.quantscope.network.NetworkRunException;
import org.quantscope.onnx.ModelFormatException;
import org.quantscope.tensor.UnreadableInputException;
import picocli.CommandLine.ParameterException;

/** What a failure is to a person: one line that ends in a full stop. */
public final class Sentence {
    private static final Set<Class<?>> SPEAKING = Set.of(
            BadInputException.class,
            ModelFormatException.class,
            SettingsFormatException.class,
            FileNotSavedException.class,
            NetworkRunException.class,
            UnreadableInputException.class,
            IllegalArgumentException.class,
            ParameterException.class);

    private Sentence() {}

    public static String of(Throwable problem) {
        return oneLine(text(problem));
    }

    private static String text(Throwable problem) {
        if (problem instanceof OutOfMemoryError) {
            return String.format(
                    Locale.ROOT,
                    "Java ran out of memory (it may use %d MB); take a smaller input or start Java with a larger -Xmx.",
                    Runtime.getRuntime().maxMemory() >> 20);
        }
        if (problem instanceof StackOverflowError) {
            return "A file is nested too deeply to be read.";
        }
        if (problem instanceof LinkageError) {
            return "A library could not be loaded (" + told(problem)
                    + "); 'quantscope doctor' tells what works here, and '--engine reference' needs no library.";
        }
        if (problem instanceof UncheckedIOException || problem instanceof IOException) {
            return "A file could not be read or written: " + told(problem) + ".";
        }
        boolean speaks = SPEAKING.stream().anyMatch(type -> type.isInstance(problem));
        if (speaks && problem.getMessage() != null) {
            return problem.getMessage();
        }
        return "Something unexpected happened (" + told(problem)
                + "); run it again with --debug and report what is printed.";
    }

    private static String told(Throwable problem) {
        String name = problem.getClass().getSimpleName();
        return problem.getMessage() == null ? name : name + ": " + problem.getMessage();
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
        return line.endsWith(".") || line.endsWith("?") ? line : line + ".";
    }
}
