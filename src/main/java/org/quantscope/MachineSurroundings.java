package org.quantscope;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** This machine, for the {@link DisplayCheck}. */
final class MachineSurroundings implements DisplayCheck.Surroundings {
    private static final int FIRST_PORT = 6000;
    private static final int PATIENCE_MILLIS = 1000;
    private static final List<String> FOLDERS = List.of(
            "/lib", "/usr/lib", "/lib64", "/usr/lib64", "/usr/local/lib", "/lib/x86_64-linux-gnu",
            "/usr/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu");

    private String cache;

    @Override
    public String operatingSystem() {
        return System.getProperty("os.name", "");
    }

    @Override
    public Optional<String> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
    }

    @Override
    public boolean answers(String host, int display) {
        if (!host.isEmpty()) {
            return answersByNetwork(host, FIRST_PORT + display);
        }
        String socket = "/tmp/.X11-unix/X" + display;
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException | UnsupportedOperationException closed) {
            return hasAbstractSocket(socket);
        }
    }

    @Override
    public boolean hasLibrary(String file) {
        if (linkerCache().contains(file)) {
            return true;
        }
        Stream<String> own = variable("LD_LIBRARY_PATH").stream().flatMap(path -> Stream.of(path.split(":")));
        return Stream.concat(own, FOLDERS.stream())
                .filter(folder -> !folder.isBlank())
                .anyMatch(folder -> Files.exists(Path.of(folder, file)));
    }

    private static boolean answersByNetwork(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            return true;
        } catch (IOException | IllegalArgumentException closed) {
            return false;
        }
    }

    /** Sockets without a file, which Java cannot connect to; an X server in another container may have only that. */
    private static boolean hasAbstractSocket(String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/net/unix"), StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.endsWith("@" + name));
        } catch (IOException | RuntimeException unreadable) {
            return false;
        }
    }

    /** What the dynamic linker knows; empty where it cannot be asked. */
    private String linkerCache() {
        if (cache == null) {
            cache = Stream.of("ldconfig", "/sbin/ldconfig", "/usr/sbin/ldconfig")
                    .map(MachineSurroundings::printed)
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("");
        }
        return cache;
    }

    private static String printed(String program) {
        try {
            Process process = new ProcessBuilder(program, "-p")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) && process.exitValue() == 0 ? text : "";
        } catch (IOException absent) {
            return "";
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
