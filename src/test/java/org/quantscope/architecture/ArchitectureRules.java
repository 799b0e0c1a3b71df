package org.quantscope.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rooms of the project and what each of them may know, as rules over a root package, so that the same rules can be
 * held against the product and against fixtures that break them.
 */
final class ArchitectureRules {
    /** Package → the packages it may import. The order is that of the data flow. */
    static final Map<String, List<String>> TABLE = table();

    private static final String COLLECTORS =
            ".*\\.(UndoHistory|(Distribution)?Observer|Weight(Counter|Tally)|QuantizationError\\$Sum|NpyHeader(\\$.*)?)";

    private final String root;

    ArchitectureRules(String root) {
        this.root = root;
    }

    private static Map<String, List<String>> table() {
        Map<String, List<String>> table = new LinkedHashMap<>();
        table.put("tensor", List.of());
        table.put("quant", List.of("tensor"));
        table.put("model", List.of("tensor"));
        table.put("onnx", List.of("model", "quant", "tensor"));
        table.put("calibrate", List.of("quant", "tensor"));
        table.put("settings", List.of("quant", "calibrate"));
        table.put("conv", List.of("quant", "model", "tensor"));
        table.put("conv.engine", List.of("conv", "quant", "model", "tensor"));
        table.put("analysis", List.of("conv", "calibrate", "quant", "settings", "model", "tensor"));
        table.put("network", List.of("onnx", "model", "conv", "quant", "calibrate", "settings", "analysis", "tensor"));
        table.put("export", List.of("settings", "quant", "model", "onnx", "analysis", "tensor"));
        List<String> rooms = new ArrayList<>(table.keySet());
        table.put("workspace", List.copyOf(rooms));
        rooms.add("workspace");
        table.put("cli", List.copyOf(rooms));
        // The window asks the workspace; of the other rooms it reads plain types, which the rules below narrow.
        table.put("ui", uiRooms());
        table.put("ui.chart", List.of("analysis", "quant", "conv", "tensor", "model", "settings", "calibrate"));
        return table;
    }

    private static List<String> uiRooms() {
        return List.of("workspace", "ui.chart", "analysis", "settings", "calibrate", "quant", "model", "conv", "tensor");
    }

    /** The import table, a rule for each package. */
    List<ArchRule> importTable() {
        List<ArchRule> rules = new ArrayList<>();
        TABLE.forEach((room, allowed) -> {
            List<String> packages = new ArrayList<>(List.of(packageOf(room)));
            allowed.forEach(other -> packages.add(packageOf(other)));
            rules.add(classes().that().resideInAPackage(packageOf(room))
                    .should().onlyDependOnClassesThat(
                            resideInAnyPackage(packages.toArray(String[]::new)).or(outsideTheProject()))
                    .allowEmptyShould(true)
                    .because(room + " may import " + (allowed.isEmpty() ? "no other room" : String.join(", ", allowed))
                            + ": data flows one way"));
        });
        return rules;
    }

    /** No package outside the table. */
    ArchRule everyRoomIsInTheTable() {
        String[] known = TABLE.keySet().stream().map(this::packageOf).toArray(String[]::new);
        return classes().that().resideInAPackage(root + "..")
                .should().resideInAnyPackage(concat(known, root))
                .because("a newcomer finds the room for a change from the package names alone");
    }

    ArchRule noCycles() {
        return slices().matching(slicePattern()).should().beFreeOfCycles()
                .because("rooms that need each other are one room");
    }

    /** Every package is a slice of its own; the test counts them, since a rule over one slice cannot fail. */
    String slicePattern() {
        return root + ".(**)";
    }

    ArchRule javafxOnlyInTheWindow() {
        return noClasses().that().resideOutsideOfPackages(root + ".ui..", root)
                .should().dependOnClassesThat().resideInAnyPackage("javafx..", "org.controlsfx..", "atlantafx..")
                .because("the numbers work without a window");
    }

    ArchRule chartsOnlyInChart() {
        return noClasses().that().resideOutsideOfPackage(packageOf("ui.chart"))
                .should().dependOnClassesThat().resideInAnyPackage("org.jfree..")
                .because("a chart library is replaced in one place");
    }

    /** {@code java.awt} in the charts; its images also where pictures are read and written. */
    ArchRule awtOnlyWherePicturesAre() {
        DescribedPredicate<JavaClass> awt = resideInAnyPackage("java.awt..", "javax.swing..", "javax.imageio..");
        DescribedPredicate<JavaClass> pictures = resideInAnyPackage("java.awt.image..", "javax.imageio..")
                .or(nameMatching("java\\.awt\\.(Graphics2D|RenderingHints.*)"));
        return classes().that().resideOutsideOfPackage(packageOf("ui.chart"))
                .should().onlyDependOnClassesThat(DescribedPredicate.not(awt)
                        .or(DescribedPredicate.describe("pictures, for the picture reader and writer", pictures)))
                .because("AWT stays behind the charts");
    }

    /** Pictures are read in network and written in ui. */
    ArchRule picturesOnlyInNetworkAndWindow() {
        return noClasses().that().resideOutsideOfPackages(packageOf("network"), root + ".ui..")
                .should().dependOnClassesThat().resideInAnyPackage("java.awt..", "javax.imageio..", "javax.swing..")
                .because("pictures are read in network and written in ui");
    }

    ArchRule protobufOnlyInOnnx() {
        return noClasses().that().resideOutsideOfPackage(packageOf("onnx"))
                .should().dependOnClassesThat().resideInAnyPackage("com.google.protobuf..", "ai.onnx.proto..")
                .because("onnx is the only room that knows the wire format");
    }

    ArchRule runtimeOnlyInNetwork() {
        return noClasses().that().resideOutsideOfPackages(packageOf("network"), packageOf("cli"))
                .should().dependOnClassesThat().resideInAnyPackage("ai.onnxruntime..")
                .because("network runs the network; doctor in cli tells its version");
    }

    ArchRule jsonOnlyInFiles() {
        return noClasses().that().resideOutsideOfPackages(packageOf("export"), packageOf("network"), packageOf("cli"))
                .should().dependOnClassesThat().resideInAnyPackage("com.fasterxml.jackson..")
                .because("JSON is a file format, not a way to pass data");
    }

    ArchRule nd4jOnlyInTensorAndEngine() {
        return noClasses().that().resideOutsideOfPackages(packageOf("tensor"), packageOf("conv.engine"))
                .should().dependOnClassesThat().resideInAnyPackage("org.nd4j..")
                .because("the arithmetic is plain Java, and an engine can be replaced");
    }

    ArchRule nativesOnlyInEngine() {
        return noClasses().that().resideOutsideOfPackage(packageOf("conv.engine"))
                .should().dependOnClassesThat().resideInAnyPackage("org.bytedeco..")
                .because("only an engine talks to native code");
    }

    ArchRule threadsOnlyWhereOwned() {
        return noClasses().that().resideOutsideOfPackages(packageOf("workspace"), packageOf("conv.engine"), root)
                .should().dependOnClassesThat(nameMatching(
                        "java\\.lang\\.Thread|java\\.util\\.concurrent\\.(Executors|CompletableFuture|ForkJoinPool)"))
                .because("everything else is handed an executor");
    }

    ArchRule noWordlessNames() {
        return noClasses().should().haveSimpleNameEndingWith("Utils")
                .orShould().haveSimpleNameEndingWith("Util")
                .orShould().haveSimpleNameEndingWith("Helper")
                .orShould().haveSimpleNameEndingWith("Manager")
                .orShould().haveSimpleNameEndingWith("Tools")
                .orShould().haveSimpleNameEndingWith("Impl")
                .orShould().haveSimpleNameStartingWith("Abstract")
                .because("a name says what a class is");
    }

    ArchRule noHalfUpRounding() {
        return noClasses().that().resideInAnyPackage(packageOf("quant"), packageOf("conv"))
                .should().callMethod(Math.class, "round", float.class)
                .orShould().callMethod(Math.class, "round", double.class)
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.math.RoundingMode")
                .because("Math.round rounds half upward and RoundingMode.HALF_UP away from zero: neither is the contract");
    }

    ArchRule noStandardStreams() {
        return noClasses().that().resideOutsideOfPackages(packageOf("cli"), root)
                .should().accessField(System.class, "out")
                .orShould().accessField(System.class, "err")
                .orShould().callMethod(Throwable.class, "printStackTrace")
                .because("only a command prints");
    }

    ArchRule oneWayToTheFxThread() {
        return noClasses().that().doNotHaveSimpleName("FxThread")
                .should().accessTargetWhere(target(nameMatching("runLater"))
                        .and(targetOwner(nameMatching("javafx\\.application\\.Platform"))))
                .because("results reach the window through one publisher, in their order");
    }

    ArchRule noGenericExceptions() {
        return noClasses().should(THROW_GENERIC_EXCEPTIONS)
                .because("an exception without a kind cannot become a sentence for a person");
    }

    ArchRule noPublicStaticState() {
        return fields().that().areStatic().and().arePublic()
                .should().beFinal().andShould().notHaveRawType(isArray())
                .allowEmptyShould(true)
                .because("state has one owner, the workspace");
    }

    ArchRule finalFieldsInTheNumbers() {
        String[] packages = Stream.of("tensor", "model", "quant", "calibrate", "settings", "conv", "analysis", "export")
                .map(this::packageOf)
                .toArray(String[]::new);
        return fields().that().areDeclaredInClassesThat().resideInAnyPackage(packages)
                .and().areDeclaredInClassesThat(DescribedPredicate.not(nameMatching(COLLECTORS)))
                .should().beFinal()
                .allowEmptyShould(true)
                .because("what flows between rooms does not change; the undo history, the observers, two counters and"
                        + " a parser are the exceptions");
    }

    /** Once it is built: the scales come in at the construction, and are integers from then on. */
    ArchRule integerPathKeepsNoReals() {
        return fields().that().areDeclaredInClassesThat(isIntegerPath())
                .should().notHaveRawType(isReal())
                .allowEmptyShould(true)
                .because("a target with integer arithmetic has no floats; the float32 and float64 profiles say so in"
                        + " their names");
    }

    ArchRule integerPathTakesNoReals() {
        DescribedPredicate<JavaMethod> takesReals = DescribedPredicate.describe("take a float or a double", method ->
                method.getRawParameterTypes().stream().anyMatch(isReal()));
        return noMethods().that().areDeclaredInClassesThat(isIntegerPath())
                .and(DescribedPredicate.describe("work on codes", method -> !isFactory(method)))
                .should(ArchCondition.from(takesReals))
                .allowEmptyShould(true)
                .because("from accumulator to output code there are integers only");
    }

    ArchRule integerPathIsItsOwn() {
        return noClasses().that(isIntegerPath())
                .should().dependOnClassesThat().haveSimpleNameStartingWith("FakeQuant")
                .allowEmptyShould(true)
                .because("two paths that share code agree for the wrong reason");
    }

    ArchRule viewsAskTheirViewModel() {
        return noClasses().that().haveSimpleNameEndingWith("View")
                .should().dependOnClassesThat(resideInAnyPackage(packageOf("conv.."), packageOf("onnx.."))
                        .or(nameMatching(".*\\.workspace\\.Workspace(State)?")))
                .allowEmptyShould(true)
                .because("a view paints what its view model says and computes no number");
    }

    ArchRule viewModelsKnowNoScene() {
        return noClasses().that().haveSimpleNameEndingWith("ViewModel")
                .should().dependOnClassesThat().resideInAnyPackage("javafx.scene..")
                .allowEmptyShould(true)
                .because("a view model does not know its view");
    }

    /** Every rule, the table's included. */
    List<ArchRule> all() {
        List<ArchRule> rules = new ArrayList<>(importTable());
        rules.addAll(List.of(everyRoomIsInTheTable(), noCycles(), javafxOnlyInTheWindow(), chartsOnlyInChart(),
                awtOnlyWherePicturesAre(), picturesOnlyInNetworkAndWindow(), protobufOnlyInOnnx(),
                runtimeOnlyInNetwork(), jsonOnlyInFiles(), nd4jOnlyInTensorAndEngine(), nativesOnlyInEngine(),
                threadsOnlyWhereOwned(), noWordlessNames(), noHalfUpRounding(), noStandardStreams(),
                finalFieldsInTheNumbers(), viewModelsKnowNoScene(), oneWayToTheFxThread(), noGenericExceptions(),
                noPublicStaticState(), integerPathKeepsNoReals(), integerPathTakesNoReals(), integerPathIsItsOwn(),
                viewsAskTheirViewModel()));
        return rules;
    }

    /** Scales come in through factories of the requantizers; the convolution of codes sees none. */
    private static boolean isFactory(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.STATIC)
                && !method.getOwner().getSimpleName().equals("IntegerConv");
    }

    private static DescribedPredicate<JavaClass> isIntegerPath() {
        return nameMatching(".*\\.(IntegerConv|FourTerms|FixedPointMultiplier|(Gemmlowp|Ruy|PowerOfTwo)Requantizer)")
                .forSubtype();
    }

    private static DescribedPredicate<JavaClass> isReal() {
        return DescribedPredicate.describe("float or double", type ->
                type.getBaseComponentType().isEquivalentTo(float.class)
                        || type.getBaseComponentType().isEquivalentTo(double.class));
    }

    private static DescribedPredicate<JavaClass> isArray() {
        return DescribedPredicate.describe("an array", JavaClass::isArray);
    }

    private String packageOf(String room) {
        return root + "." + room;
    }

    private DescribedPredicate<JavaClass> outsideTheProject() {
        return DescribedPredicate.not(resideInAnyPackage(root + "..")).as("outside the project");
    }

    private static String[] concat(String[] packages, String last) {
        String[] longer = Arrays.copyOf(packages, packages.length + 1);
        longer[packages.length] = last;
        return longer;
    }
}
