package io.osapi.image;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes plain methods of what the JVM would make up when it first comes by: the members that
 * records have by themselves, and switches over types. Its AOT cache keeps lambdas and
 * concatenations, but not these: a process that has met one of them has loaded its compiler of
 * classes, which is 200 classes more and, while nothing is compiled, some milliseconds for each.
 */
final class Plain {
  private static final String MEMBERS = "java/lang/runtime/ObjectMethods";
  private static final String SWITCHES = "java/lang/runtime/SwitchBootstraps";
  private static final ClassDesc CD_OBJECTS = ClassDesc.of("java.util.Objects");
  private static final ClassDesc CD_BUILDER = ClassDesc.of("java.lang.StringBuilder");
  private static final int PRIVATE_STATIC_SYNTHETIC =
      ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

  /** By their names. Call sites that are alike share a constant, and so a method. */
  private final Map<String, Method> methods = new LinkedHashMap<>();

  private final ClassModel model;

  private record Method(MethodTypeDesc type, Consumer<CodeBuilder> code) {}

  private Plain(ClassModel model) {
    this.model = model;
  }

  /** Rewrites what is in the modules of that folder. */
  static void make(Path modules) throws IOException {
    ClassFiles.rewrite(modules, (bytes, _) -> plain(bytes));
  }

  /** The class without such call sites; as it was, to the byte, if it has none that we know. */
  static byte[] plain(byte[] bytes) {
    // The frames that the compiler wrote stay as they are: who computes them anew may name types
    // that the JVM then looks for, and an image need not have them all.
    var model = ClassFile.of().parse(bytes);
    var plain = new Plain(model);
    if (model.methods().stream().noneMatch(plain::isConcerned)) {
      return bytes;
    }
    var calling =
        ClassFile.of(StackMapsOption.DROP_STACK_MAPS).transformClass(model, plain::replace);
    return ClassFile.of()
        .transformClass(ClassFile.of().parse(calling), ClassTransform.endHandler(plain::add));
  }

  private void replace(ClassBuilder made, ClassElement element) {
    if (element instanceof MethodModel method && isConcerned(method)) {
      var code = (CodeAttribute) method.code().orElseThrow();
      made.transformMethod(method, MethodTransform.transformingCode(replacing(code)));
    } else {
      made.with(element);
    }
  }

  private CodeTransform replacing(CodeAttribute code) {
    var frames = code.findAttribute(Attributes.stackMapTable());
    return CodeTransform.endHandler(
            made -> frames.ifPresent(all -> made.with(StackMapTableAttribute.of(all.entries()))))
        .andThen(this::replace);
  }

  private void add(ClassBuilder made) {
    methods.forEach((name, method) ->
        made.withMethodBody(name, method.type(), PRIVATE_STATIC_SYNTHETIC, method.code()));
  }

  private boolean isConcerned(MethodModel method) {
    return method.code().stream()
        .flatMap(code -> code.elementStream())
        .anyMatch(element -> made(element).isPresent());
  }

  private void replace(CodeBuilder code, CodeElement element) {
    var made = made(element);
    if (made.isEmpty()) {
      code.with(element);
      return;
    }
    var site = (InvokeDynamicInstruction) element;
    var name = site.name().stringValue() + "$" + site.invokedynamic().index();
    var method = new Method(site.typeSymbol(), made.get());
    methods.putIfAbsent(name, method);
    code.invokestatic(
        model.thisClass().asSymbol(), name, method.type(), model.flags().has(AccessFlag.INTERFACE));
  }

  /** The body of the method that the element would call; empty for all other elements. */
  private Optional<Consumer<CodeBuilder>> made(CodeElement element) {
    if (!(element instanceof InvokeDynamicInstruction site)) {
      return Optional.empty();
    }
    return switch (site.bootstrapMethod().owner().descriptorString()) {
      case "L" + MEMBERS + ";" -> member(site);
      case "L" + SWITCHES + ";" -> choice(site);
      default -> Optional.empty();
    };
  }

  // ---- members of records

  private record Component(String name, ClassDesc type) {}

  private Optional<Consumer<CodeBuilder>> member(InvokeDynamicInstruction site) {
    var arguments = site.bootstrapArgs();
    var components =
        arguments.stream()
            .skip(2)
            .map(DirectMethodHandleDesc.class::cast)
            .map(getter -> new Component(getter.methodName(), getter.invocationType().returnType()))
            .toList();
    var type = (ClassDesc) arguments.getFirst();
    return switch (site.name().stringValue()) {
      case "equals" -> Optional.of(code -> equal(code, type, components));
      case "hashCode" -> Optional.of(code -> hash(code, type, components));
      case "toString" -> Optional.of(code -> text(code, type, components));
      default -> Optional.empty();
    };
  }

  private static void equal(CodeBuilder code, ClassDesc type, List<Component> components) {
    var different = code.newLabel();
    code.aload(1).instanceOf(type).ifeq(different);
    for (var component : components) {
      code.aload(0).getfield(type, component.name(), component.type());
      code.aload(1).checkcast(type).getfield(type, component.name(), component.type());
      if (component.type().isPrimitive()) {
        // As the boxes compare: unlike ==, a NaN equals itself, and 0.0 is not -0.0.
        code.invokestatic(
                box(component.type()),
                "compare",
                MethodTypeDesc.of(CD_int, component.type(), component.type()))
            .ifne(different);
      } else {
        code.invokestatic(CD_OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object))
            .ifeq(different);
      }
    }
    code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
  }

  private static void hash(CodeBuilder code, ClassDesc type, List<Component> components) {
    code.iconst_0();
    for (var component : components) {
      code.bipush(31).imul().aload(0).getfield(type, component.name(), component.type());
      if (component.type().isPrimitive()) {
        code.invokestatic(
            box(component.type()), "hashCode", MethodTypeDesc.of(CD_int, component.type()));
      } else {
        code.invokestatic(CD_OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
      }
      code.iadd();
    }
    code.ireturn();
  }

  private void text(CodeBuilder code, ClassDesc type, List<Component> components) {
    code.new_(CD_BUILDER)
        .dup()
        .invokespecial(CD_BUILDER, "<init>", MethodTypeDesc.ofDescriptor("()V"));
    var before = simpleName() + "[";
    for (var component : components) {
      code.loadConstant(before + component.name() + "=");
      append(code, CD_String);
      code.aload(0).getfield(type, component.name(), component.type());
      append(code, component.type());
      before = ", ";
    }
    code.loadConstant(components.isEmpty() ? before + "]" : "]");
    append(code, CD_String);
    code.invokevirtual(CD_BUILDER, "toString", MethodTypeDesc.of(CD_String)).areturn();
  }

  /** As {@code Class.getSimpleName} says: what a type within another was named in the source. */
  private String simpleName() {
    return model.findAttribute(Attributes.innerClasses()).stream()
        .flatMap(inner -> inner.classes().stream())
        .filter(inner -> inner.innerClass().equals(model.thisClass()))
        .flatMap(inner -> inner.innerName().stream())
        .map(Utf8Entry::stringValue)
        .findFirst()
        .orElseGet(() -> model.thisClass().asSymbol().displayName());
  }

  private static void append(CodeBuilder code, ClassDesc type) {
    var text = MethodTypeDesc.of(CD_String, shown(type));
    code.invokestatic(CD_String, "valueOf", text)
        .invokevirtual(CD_BUILDER, "append", MethodTypeDesc.of(CD_BUILDER, CD_String));
  }

  /** The type by which {@code String.valueOf} knows it. */
  private static ClassDesc shown(ClassDesc type) {
    if (!type.isPrimitive()) {
      return CD_Object;
    }
    return switch (type.descriptorString()) {
      case "B", "S" -> CD_int;
      default -> type;
    };
  }

  private static ClassDesc box(ClassDesc primitive) {
    return switch (primitive.descriptorString()) {
      case "Z" -> ClassDesc.of("java.lang.Boolean");
      case "B" -> ClassDesc.of("java.lang.Byte");
      case "S" -> ClassDesc.of("java.lang.Short");
      case "C" -> ClassDesc.of("java.lang.Character");
      case "I" -> ClassDesc.of("java.lang.Integer");
      case "J" -> ClassDesc.of("java.lang.Long");
      case "F" -> ClassDesc.of("java.lang.Float");
      case "D" -> ClassDesc.of("java.lang.Double");
      default -> throw new IllegalArgumentException("no primitive: " + primitive);
    };
  }

  // ---- switches

  /**
   * Takes a value and the first label that may still match; the number of the one that does, how
   * many there are if none, -1 for null.
   */
  private static Optional<Consumer<CodeBuilder>> choice(InvokeDynamicInstruction site) {
    var labels = site.bootstrapArgs();
    boolean isEnum = site.name().stringValue().equals("enumSwitch");
    boolean known =
        labels.stream().allMatch(label -> label instanceof ClassDesc || label instanceof String);
    return known
        ? Optional.of(code -> choose(code, site.typeSymbol().parameterType(0), isEnum, labels))
        : Optional.empty();
  }

  private static void choose(
      CodeBuilder code, ClassDesc type, boolean isEnum, List<ConstantDesc> labels) {
    code.aload(0).ifThen(Opcode.IFNULL, none -> none.iconst_m1().ireturn());
    for (int i = 0; i < labels.size(); i++) {
      var next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      switch (labels.get(i)) {
        case ClassDesc label -> code.aload(0).instanceOf(label).ifeq(next);
        case String name when isEnum -> code.aload(0).getstatic(type, name, type).if_acmpne(next);
        case String text ->
            code.loadConstant(text)
                .aload(0)
                .invokevirtual(CD_String, "equals", MethodTypeDesc.of(CD_boolean, CD_Object))
                .ifeq(next);
        default -> throw new IllegalArgumentException("no label: " + labels.get(i));
      }
      code.loadConstant(i).ireturn().labelBinding(next);
    }
    code.loadConstant(labels.size()).ireturn();
  }
}
