/**
 * Settings become files of the field, and back. {@code ExportFormat} lists the formats: the settings file, AIMET
 * encodings, overrides for ONNX Runtime, quantized ONNX networks, a CSV table, node data for Model Explorer, a firmware
 * folder, and a report for people; {@code ImportFormat} lists those that are read. Every writer writes the parameters that
 * the kernels ran with, reads its own file back and compares, and replaces an older file only when the new one is whole.
 *
 * <p>{@code Lint} asks each target's rules what it cannot say of the settings, and offers the edits that help; a writer
 * refuses what they refuse. {@code CertificateFile} keeps what a verification of an exported network found.
 */
package org.quantscope.export;
