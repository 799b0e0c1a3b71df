package org.quantscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizationTest {
    @Test
    void oneMeanAndOneDeviationHoldForEveryChannel() {
        assertThat(Normalization.parse("0.2860,0.3530")).hasValue(new Normalization(List.of(0.2860), List.of(0.3530)));
    }

    @Test
    void channelsAreJoinedByColons() {
        assertThat(Normalization.parse("0.485:0.456:0.406,0.229:0.224:0.225"))
                .hasValue(new Normalization(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)));
        assertThat(Normalization.parse("0.485:0.456:0.406,1"))
                .hasValue(new Normalization(List.of(0.485, 0.456, 0.406), List.of(1.0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1,0.2,0.3,1,2,3", "[0.1, 0.2, 0.3], [1, 2, 3]"})
    void meansComeFirstWhereCommasAloneSeparate(String text) {
        assertThat(Normalization.parse(text))
                .hasValue(new Normalization(List.of(0.1, 0.2, 0.3), List.of(1.0, 2.0, 3.0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.5", "0.1,", ",1", "a,b", "0.1,0.2,0.3", "0.1:0.2,0.3,0.4", "0.1:,1"})
    void anythingElseIsNotUnderstood(String text) {
        assertThat(Normalization.parse(text)).isEmpty();
    }
}
