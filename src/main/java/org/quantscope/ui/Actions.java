package org.quantscope.ui;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that can be done, menu by menu. A menu is a list of sections with lines between them. Panes add sections of their
 * own before the window is put together.
 */
public final class Actions {
    private final Map<ActionMenu, List<List<Action>>> sections = new EnumMap<>(ActionMenu.class);
    private final Set<String> ids = new HashSet<>();
    private final Set<Object> keys = new HashSet<>();

    /** Adds a section to a menu. @throws IllegalArgumentException if an id or a key is taken already */
    public void add(ActionMenu menu, Action... section) {
        for (Action action : section) {
            if (!ids.add(action.id())) {
                throw new IllegalArgumentException("There are two actions with the id '" + action.id() + "'.");
            }
            action.keys().filter(combination -> !keys.add(combination)).ifPresent(combination -> {
                throw new IllegalArgumentException("Action '" + action.id() + "' wants the key "
                        + combination.getName() + ", which another one has.");
            });
        }
        sections.computeIfAbsent(menu, missing -> new ArrayList<>()).add(List.of(section));
    }

    /** The sections of a menu; none if nothing was added to it. */
    public List<List<Action>> sections(ActionMenu menu) {
        return List.copyOf(sections.getOrDefault(menu, List.of()));
    }

    /** Every action, in the order of the menus. */
    public List<Action> all() {
        return sections.values().stream()
                .flatMap(List::stream)
                .flatMap(List::stream)
                .toList();
    }

    public Optional<Action> find(String id) {
        return all().stream().filter(action -> action.id().equals(id)).findFirst();
    }

    /** The action of that id, which must exist. */
    public Action get(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("There is no action '" + id + "'."));
    }
}
