package org.quantscope.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * C identifiers for layers: lower-case letters, digits and single underscores, not longer than C99 tells apart, and such
 * that no name made of one of them and a suffix is one made of another.
 */
final class FirmwareNames {
    /** C99 tells identifiers inside a file apart by 63 characters; the rest is left to the suffixes. */
    private static final int LONGEST = 36;
    /** Names of devices, which some systems do not accept for files. */
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    private FirmwareNames() {}

    /**
     * One identifier for each layer, in their order.
     *
     * @param suffixes everything that is put behind an identifier and an underscore
     */
    static List<String> of(List<String> layers, Collection<String> suffixes) {
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (String layer : layers) {
            String plain = plain(layer);
            String name = plain;
            for (int number = 2; !isFree(name, suffixes, taken); number++) {
                name = plain + "_" + number;
            }
            taken.add(name);
            for (String suffix : suffixes) {
                taken.add(name + "_" + suffix);
            }
            names.add(name);
        }
        return List.copyOf(names);
    }

    private static boolean isFree(String name, Collection<String> suffixes, Set<String> taken) {
        return !taken.contains(name) && suffixes.stream().noneMatch(suffix -> taken.contains(name + "_" + suffix));
    }

    /** {@code /features/0/Conv} becomes {@code features_0_conv}. */
    private static String plain(String layer) {
        String name = layer.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_|_$", "");
        if (name.isEmpty() || !Character.isLetter(name.charAt(0)) || DEVICES.contains(name)
                || name.matches("(com|lpt)[0-9]")) {
            name = name.isEmpty() ? "layer" : "layer_" + name;
        }
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST).replaceAll("_$", "");
    }
}
