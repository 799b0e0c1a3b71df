package org.quantscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowArgumentsTest {
    @Test
    void aModelAndTheSwitchInEitherOrder() {
        WindowArguments folded = new WindowArguments(Optional.of(Path.of("net.onnx")), true);

        assertThat(WindowArguments.parse(List.of())).contains(new WindowArguments(Optional.empty(), false));
        assertThat(WindowArguments.parse(List.of("net.onnx")))
                .contains(new WindowArguments(Optional.of(Path.of("net.onnx")), false));
        assertThat(WindowArguments.parse(List.of("net.onnx", "--fold-bn"))).contains(folded);
        assertThat(WindowArguments.parse(List.of("--fold-bn", "net.onnx"))).contains(folded);
        assertThat(WindowArguments.parse(List.of("--fold-bn"))).contains(new WindowArguments(Optional.empty(), true));
    }

    @Test
    void anythingElseIsNotUnderstood() {
        assertThat(WindowArguments.parse(List.of("a.onnx", "b.onnx"))).isEmpty();
        assertThat(WindowArguments.parse(List.of("a.onnx", "--fold"))).isEmpty();
        assertThat(WindowArguments.parse(List.of("a.onnx", "--fold-bn", "--fold-bn"))).isEmpty();
    }

    @Test
    void theSwitchMayStandFirst() {
        assertThat(WindowArguments.isSwitch("--fold-bn")).isTrue();
        assertThat(WindowArguments.isSwitch("--help")).isFalse();
    }
}
