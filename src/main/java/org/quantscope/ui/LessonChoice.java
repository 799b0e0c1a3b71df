package org.quantscope.ui;

import org.quantscope.workspace.LessonSubject;

/**
 * One entry of the lesson's list of subjects.
 *
 * @param subject seed question or layer, without what else can be chosen about it
 * @param text what the list says
 */
record LessonChoice(LessonSubject subject, String text) {
    static final LessonChoice SEED = new LessonChoice(LessonSubject.SEED, "Seed question");
}
