package org.quantscope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quantscope.analysis.Certificate;
import org.quantscope.analysis.CodeParity;
import org.quantscope.analysis.Evaluation;
import org.quantscope.analysis.Flip;
import org.quantscope.analysis.ImplementationMismatch;
import org.quantscope.analysis.QuantizationError;
import org.quantscope.model.Layer;
import org.quantscope.model.Model;
import org.quantscope.model.TestModels;
import org.quantscope.onnx.OnnxReader;
import org.quantscope.settings.ActivationSettings;
import org.quantscope.settings.LayerSettings;
import org.quantscope.settings.QuantSettings;
import org.quantscope.ui.NumberFormats;
import org.quantscope.workspace.OpenModel;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportExportTest {
    private static final String HOSTILE =
            "\"><script>alert(1)</script><img src=x onerror='a'>&amp;</style></title>\u0001\u202e\ud800 ]]>--";

    @TempDir
    private Path folder;

    @Test
    void aReportIsWellFormedAndNeedsNothingElse() throws Exception {
        String page = page(everything(lenet()));

        Document document = parsed(page);

        assertThat(page).startsWith("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>");
        assertThat(page).doesNotContain("http").doesNotContain("url(").doesNotContain("@import");
        for (Element element : elements(document, "*")) {
            assertThat(element.getTagName())
                    .isNotIn("link", "img", "iframe", "object", "embed", "base", "form", "use", "image", "a");
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                assertThat(element.getAttributes().item(i).getNodeName())
                        .isNotIn("src", "href", "style", "data", "action", "xlink:href")
                        .doesNotStartWith("on");
            }
        }
        assertThat(elements(document, "script"))
                .hasSize(2)
                .allMatch(script -> script.getAttribute("type").equals("application/json"));
        assertThat(elements(document, "section").stream().map(part -> part.getAttribute("id")))
                .containsExactly("settings", "layers", "worst", "accuracy", "certificate", "targets", "again");
    }

    @Test
    void idsAreThereOnceAndPicturesHaveWords() throws Exception {
        Document document = parsed(page(everything(lenet())));

        List<String> ids = new ArrayList<>();
        for (Element element : elements(document, "*")) {
            if (element.hasAttribute("id")) {
                ids.add(element.getAttribute("id"));
            }
        }
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(elements(document, "svg")).isNotEmpty()
                .allMatch(svg -> svg.hasAttribute("aria-label") || svg.hasAttribute("aria-hidden"));
    }

    @Test
    void hostileNamesStayText() throws Exception {
        String fileName = HOSTILE.replaceAll("[^ -~]|/", " ") + ".onnx";
        Model model = model(Path.of("folder", fileName), List.of(TestModels.conv(HOSTILE, 3, 2, 5)));
        ExportSource source = source(model).withMeasured(new Measurements(
                Map.of(HOSTILE, measurement(3)), HOSTILE, Optional.of(evaluation(false)), HOSTILE,
                List.of(HOSTILE, HOSTILE), Optional.of(certificate(HOSTILE))));

        String page = page(source);
        Document document = parsed(page);

        assertThat(elements(document, "script")).hasSize(2);
        assertThat(elements(document, "img")).isEmpty();
        assertThat(page).doesNotContain("<script>").doesNotContain("\u0001").doesNotContain("\u202e");
        String shown = HOSTILE.replace('\u0001', '␁').replace('\u202e', '\ufffd').replace('\ud800', '\ufffd');
        assertThat(cells(document, "layers", 0).get(0)).isEqualTo(shown);
        assertThat(elements(document, "title").get(0).getTextContent())
                .isEqualTo("Quantization of " + fileName);
    }

    @Test
    void hostileNamesAreReadBackTheSame() {
        String name = HOSTILE.replace("\ud800", ""); // half a character has no bytes in UTF-8
        Model model = model(Path.of("folder", "net.onnx"), List.of(TestModels.conv(name, 3, 2, 5)));
        Path file = folder.resolve("a.report.html");

        SaveReport report = ReportExport.save(file, source(model));

        assertThat(report.sentence()).startsWith("Saved a.report.html: 0 of ");
        assertThat(report.fieldsCompared()).isGreaterThan(20);
    }

    @Test
    void everyFigureOfTheTableIsTheMeasuredOneAsTheWindowWritesIt() throws Exception {
        ExportSource source = everything(lenet());

        Document document = parsed(page(source));

        int row = 0;
        for (Layer layer : source.model().layers()) {
            List<String> cells = cells(document, "layers", row++);
            LayerMeasurement known = source.measured().layers().get(layer.name());
            assertThat(cells.get(0)).isEqualTo(layer.displayName());
            assertThat(cells.get(2)).isEqualTo(layer.shownWeightShape().toString());
            assertThat(cells.get(7)).isEqualTo(NumberFormats.decibels(known.error().sqnrDb()));
            assertThat(cells.get(8)).isEqualTo("c" + known.worstChannel());
            assertThat(cells.get(9)).isEqualTo(NumberFormats.count(known.mismatch().differing()) + " of "
                    + NumberFormats.count(known.mismatch().total()) + ", max 1 LSB");
        }
        assertThat(elements(document, "article")).hasSize(Math.min(6, source.model().layers().size()));
        assertThat(text(document, "accuracy")).contains("87.5 %").contains("75.0 %").contains("2 answers change");
    }

    @Test
    void layersComeWorstFirst() {
        ReportContent content = ReportContent.of(everything(lenet()), "1", "today");

        assertThat(content.worst()).extracting(ReportRow::severity).isSorted();
    }

    @Test
    void withoutLabelsNothingIsSaidOfAccuracy() throws Exception {
        ExportSource source = source(lenet());
        Document document = parsed(page(source.withMeasured(
                Measurements.NONE.withEvaluation(evaluation(false), "pictures", List.of()))));

        assertThat(text(document, "accuracy")).contains("There are no labels").doesNotContain("Accuracy, float")
                .contains("class 1");
    }

    @Test
    void whatWasNotMeasuredIsNotThere() throws Exception {
        Document document = parsed(page(source(lenet())));

        assertThat(elements(document, "section").stream().map(part -> part.getAttribute("id")))
                .containsExactly("settings", "layers", "worst", "targets", "again");
        assertThat(text(document, "layers")).contains("Nothing was measured");
        assertThat(text(document, "worst")).contains("by their weights alone");
    }

    @Test
    void aFloatNetworkHasAReportToo() throws Exception {
        Model model = lenet();
        ExportSource source = new ExportSource(model, QuantSettings.EMPTY, OpenModel.of(model).derivation());

        Document document = parsed(page(source));

        assertThat(text(document, "layers")).contains("float");
        assertThat(elements(document, "article")).isEmpty();
    }

    @Test
    void theSettingsInsideAreTheSettings() throws Exception {
        ExportSource source = everything(lenet());
        Path file = folder.resolve("net.report.html");
        ReportExport.save(file, source);

        QuantSettings inside = ReportExport.settings(
                Files.readAllBytes(file), "net.report.html", source.model(), source.derivation());

        assertThat(FieldComparison.fields(source.model(), inside, source.derivation()))
                .isEqualTo(FieldComparison.fields(source.model(), source.settings(), source.derivation()));
    }

    @Test
    void anotherPageIsNoReport() {
        Model model = lenet();
        byte[] page = "<html></html>".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ReportExport.settings(page, "a.html", model, OpenModel.of(model).derivation()))
                .isInstanceOf(SettingsFormatException.class)
                .hasMessage("File 'a.html' has no block 'quantscope-settings', so it is no report of Quantscope; choose"
                        + " another file.");
    }

    @Test
    void fiveHundredLayersTakeSecondsAndNotMegabytesOfPictures() {
        List<Layer> layers = new ArrayList<>();
        Map<String, LayerMeasurement> measured = new LinkedHashMap<>();
        for (int i = 0; i < 500; i++) {
            layers.add(TestModels.conv("block" + i + "/conv", 32, 8, i));
            measured.put("block" + i + "/conv", measurement(5 + i % 40));
        }
        ExportSource source = source(model(Path.of("folder", "large.onnx"), layers))
                .withMeasured(Measurements.NONE.withLayers(measured, "an image"));
        Path file = folder.resolve("large.report.html");

        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long start = clock.getCurrentThreadCpuTime(); // what else runs on the machine does not count
        ReportExport.save(file, source);
        double seconds = (clock.getCurrentThreadCpuTime() - start) / 1e9;

        assertThat(seconds).isLessThan(8); // about 2 with cold code, 1 with warm
        assertThat(file.toFile().length()).isBetween(100_000L, 6_000_000L);
    }

    @Test
    void wordsOfACommandAreOneWordEach() {
        assertThat(ReportCommands.quoted("net.onnx")).isEqualTo("net.onnx");
        assertThat(ReportCommands.quoted("my net.onnx")).isEqualTo("'my net.onnx'");
        assertThat(ReportCommands.quoted("it's; rm -r $HOME")).isEqualTo("'it'\\''s; rm -r $HOME'");
        assertThat(ReportCommands.quoted("-o")).isEqualTo("'-o'");
        assertThat(ReportCommands.quoted("")).isEqualTo("''");
    }

    // ---- what is reported

    private static Model lenet() {
        return OnnxReader.read(Path.of("samples/fashion-lenet.onnx"));
    }

    private static Model model(Path file, List<Layer> layers) {
        return new Model(file, TestModels.SHA256, 13, List.of(), List.of(), List.of(), layers);
    }

    private static ExportSource source(Model model) {
        ActivationSettings activation = ActivationSettings.DEFAULT.withScale(0.02f).withZeroPoint(100f);
        QuantSettings settings = QuantSettings.EMPTY;
        for (Layer layer : model.layers()) {
            settings = settings.withLayer(layer.name(), none -> LayerSettings.initial(Optional.empty())
                    .withInput(Optional.of(activation)).withOutput(Optional.of(activation)));
        }
        return new ExportSource(model, settings, OpenModel.of(model).derivation());
    }

    private static ExportSource everything(Model model) {
        Map<String, LayerMeasurement> layers = new LinkedHashMap<>();
        for (Layer layer : model.layers()) {
            layers.put(layer.name(), measurement(40 - 7.25 * layers.size()));
        }
        return source(model).withMeasured(new Measurements(
                layers, "the first image", Optional.of(evaluation(true)), "images", List.of("shirt", "shoe"),
                Optional.of(certificate("conv"))));
    }

    private static LayerMeasurement measurement(double sqnrDb) {
        return new LayerMeasurement(
                new QuantizationError(sqnrDb, 1e-3, 0.25, 0.999, 4096), 2,
                new ImplementationMismatch(0.02, 3, 4096, 1, true, Optional.empty()), Optional.empty(), Optional.empty());
    }

    private static Evaluation evaluation(boolean labelled) {
        OptionalInt label = labelled ? OptionalInt.of(1) : OptionalInt.empty();
        return new Evaluation(16, labelled ? OptionalDouble.of(0.75) : OptionalDouble.empty(),
                labelled ? OptionalDouble.of(1) : OptionalDouble.empty(),
                labelled ? OptionalDouble.of(0.875) : OptionalDouble.empty(), 0.875, 0.01, 0.002, 27.5,
                List.of(new Flip(3, label, 1, 0), new Flip(9, label, 1, 0)));
    }

    private static Certificate certificate(String place) {
        return new Certificate("qdq", "images", 16, List.of(new CodeParity(place, 12_544, 0, 0)),
                Map.of("fc", "its output is float"), new CodeParity("logits", 160, 0, 0), Certificate.LSB, "net.onnx",
                TestModels.SHA256, TestModels.SHA256, TestModels.SHA256, Map.of("ONNX Runtime", "1.2"), Map.of(),
                List.of());
    }

    // ---- the page

    private static String page(ExportSource source) {
        return ReportPage.render(ReportContent.of(source, "1.0", "2030-01-31"));
    }

    private static Document parsed(String page) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static List<Element> elements(Node from, String name) {
        NodeList found = from instanceof Document document
                ? document.getElementsByTagName(name)
                : ((Element) from).getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static Element section(Document document, String id) {
        return elements(document, "section").stream()
                .filter(part -> part.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Document document, String id) {
        return section(document, id).getTextContent();
    }

    private static List<String> cells(Document document, String section, int row) {
        Element body = elements(section(document, section), "tbody").get(0);
        List<String> cells = new ArrayList<>();
        NodeList all = elements(body, "tr").get(row).getChildNodes();
        for (int i = 0; i < all.getLength(); i++) {
            cells.add(all.item(i).getTextContent());
        }
        return cells;
    }
}
