package org.quantscope.export;

/** Text from a file inside a sentence: in quotes, on one line, not too long. */
final class Quoted {
    private static final int LONGEST = 120;

    private Quoted() {}

    static String text(String raw) {
        StringBuilder shown = new StringBuilder("'");
        raw.codePoints()
                .limit(LONGEST)
                .map(point -> isInvisible(point) ? '?' : point)
                .forEach(shown::appendCodePoint);
        return shown.append(raw.codePointCount(0, raw.length()) > LONGEST ? "…'" : "'").toString();
    }

    private static boolean isInvisible(int point) {
        int type = Character.getType(point);
        return Character.isISOControl(point)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
