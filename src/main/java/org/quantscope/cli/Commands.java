package org.quantscope.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line: knows the commands, and turns every failure into one sentence and an exit code. */
@Command(
        name = "quantscope",
        description = "See what quantization does to your network, one channel at a time.",
        header = "Without a command the window opens: quantscope [MODEL] [--fold-bn]",
        mixinStandardHelpOptions = true,
        versionProvider = QuantscopeVersion.class,
        subcommands = HelpCommand.class)
public final class Commands implements Runnable {
    /** The command did what was asked. */
    public static final int DONE = 0;
    /** What the command was given cannot be used. */
    public static final int BAD_INPUT = 1;
    /** The command line itself cannot be understood. */
    public static final int BAD_USAGE = 2;
    /** A verification ran and found codes that differ. */
    public static final int DIFFERS = 3;

    private static final List<String> WORDS = List.of(
            "inspect", "init", "compare", "evaluate", "sensitivity", "export", "import", "verify", "snapshot", "doctor",
            "help");

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Where something fails, print the stack trace too.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    private Commands() {}

    /** Whether arguments that start with this word are for a command and not for the window. */
    public static boolean isCommand(String first) {
        return WORDS.contains(first) || first.startsWith("-");
    }

    /**
     * Runs one command.
     *
     * @param arguments the command's word and what follows
     * @param window what {@code snapshot} and {@code doctor} know of the window
     * @return 0, 1 for bad input, 2 for bad usage, 3 where a verification found a difference
     */
    public static int run(List<String> arguments, CommandStreams streams, WindowAccess window) {
        Commands root = new Commands();
        CommandLine line = new CommandLine(root)
                .addSubcommand(new InspectCommand(streams))
                .addSubcommand(new InitCommand(streams))
                .addSubcommand(new CompareCommand(streams))
                .addSubcommand(new EvaluateCommand(streams))
                .addSubcommand(new SensitivityCommand(streams))
                .addSubcommand(new ExportCommand(streams))
                .addSubcommand(new ImportCommand(streams))
                .addSubcommand(new VerifyCommand(streams))
                .addSubcommand(new SnapshotCommand(streams, window))
                .addSubcommand(new DoctorCommand(streams, window));
        PrintWriter err = writer(streams.err());
        line.setOut(writer(streams.out()));
        line.setErr(err);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((problem, given) -> badUsage(problem, given));
        line.setExecutionExceptionHandler((problem, command, result) -> root.failed(problem, err));
        try {
            return line.execute(arguments.toArray(String[]::new));
        } catch (Error problem) { // out of memory, a native library that does not load: a sentence as well
            return root.failed(problem, err);
        } finally {
            err.flush();
        }
    }

    /** Reached without a command only. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? There are " + String.join(", ", WORDS));
    }

    private int failed(Throwable problem, PrintWriter err) {
        err.println(Sentence.of(problem));
        if (debug) {
            problem.printStackTrace(err);
        }
        err.flush();
        return BAD_INPUT;
    }

    private static int badUsage(ParameterException problem, String[] given) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(Sentence.of(problem));
        err.print("Usage: " + command.getHelp().synopsis(0));
        boolean root = command.getParent() == null;
        err.println("More: quantscope help" + (root ? "" : " " + command.getCommandName()));
        if (Arrays.asList(given).contains("--debug")) {
            problem.printStackTrace(err);
        }
        err.flush();
        return BAD_USAGE;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
