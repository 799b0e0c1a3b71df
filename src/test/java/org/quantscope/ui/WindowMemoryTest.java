package org.quantscope.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.prefs.AbstractPreferences;
import java.util.prefs.BackingStoreException;
import org.junit.jupiter.api.Test;

class WindowMemoryTest {
    /** Preferences that live in this object; or that fail, as on a system that keeps none. */
    private static final class InMemory extends AbstractPreferences {
        private final Map<String, String> values = new HashMap<>();
        private final boolean failing;

        InMemory(boolean failing) {
            super(null, "");
            this.failing = failing;
        }

        @Override
        protected void putSpi(String key, String value) {
            check();
            values.put(key, value);
        }

        @Override
        protected String getSpi(String key) {
            check();
            return values.get(key);
        }

        @Override
        protected void removeSpi(String key) {
            values.remove(key);
        }

        @Override
        protected void removeNodeSpi() {}

        @Override
        protected String[] keysSpi() {
            return values.keySet().toArray(String[]::new);
        }

        @Override
        protected String[] childrenNamesSpi() {
            return new String[0];
        }

        @Override
        protected AbstractPreferences childSpi(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void syncSpi() {}

        @Override
        protected void flushSpi() throws BackingStoreException {
            if (failing) {
                throw new BackingStoreException("no place");
            }
        }

        private void check() {
            if (failing) {
                throw new SecurityException("not allowed");
            }
        }
    }

    @Test
    void whatWasLeftIsFoundAgain() {
        InMemory store = new InMemory(false);
        WindowMemory.Sizes left = new WindowMemory.Sizes(1600, 1000, 350, 300, 0.6);
        WindowMemory.in(store).rememberSizes(left);
        WindowMemory.in(store).rememberTheme(Theme.Mode.DARK);
        assertThat(WindowMemory.in(store).sizes()).isEqualTo(left);
        assertThat(WindowMemory.in(store).theme()).isEqualTo(Theme.Mode.DARK);
    }

    @Test
    void withoutAMemoryTheWindowOpensAsDesigned() {
        assertThat(WindowMemory.forgetful().sizes()).isEqualTo(WindowMemory.Sizes.DESIGNED);
        assertThat(WindowMemory.forgetful().theme()).isEqualTo(Theme.Mode.LIGHT);
    }

    @Test
    void whereNothingCanBeStoredNothingIsSaid() {
        WindowMemory memory = WindowMemory.in(new InMemory(true));
        memory.rememberTheme(Theme.Mode.DARK);
        memory.rememberSizes(WindowMemory.Sizes.DESIGNED);
        assertThat(memory.sizes()).isEqualTo(WindowMemory.Sizes.DESIGNED);
        assertThat(memory.theme()).isEqualTo(Theme.Mode.LIGHT);
    }

    @Test
    void damagedAndAbsurdValuesAreBroughtBackIntoTheDesignsLimits() {
        InMemory store = new InMemory(false);
        store.put("width", "NaN");
        store.put("height", "-5");
        store.put("left", "1e9");
        store.put("right", "wide");
        store.put("upper", "7");
        store.put("theme", "PINK");
        WindowMemory memory = WindowMemory.in(store);
        assertThat(memory.sizes()).isEqualTo(new WindowMemory.Sizes(1440, 700, 420, 320, 0.8));
        assertThat(memory.theme()).isEqualTo(Theme.Mode.LIGHT);
    }
}
