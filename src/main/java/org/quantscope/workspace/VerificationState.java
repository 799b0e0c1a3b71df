package org.quantscope.workspace;

import java.nio.file.Path;
import java.util.Optional;
import org.quantscope.analysis.Certificate;

/**
 * What is known of the exported form of the settings shown. Immutable.
 *
 * @param progress how far it is, in images
 * @param form the form that was verified last, {@code qdq} or {@code qoperator}; empty before the first
 * @param certificate of the images done so far; empty before the first, and as soon as the settings are others
 * @param saved the file that the certificate of all images was saved in
 */
public record VerificationState(
        StudyProgress progress, Optional<String> form, Optional<Certificate> certificate, Optional<Path> saved) {}
