package io.osapi.image;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.nio.file.Path;
import java.util.Set;

/**
 * Lets a library write the numbers of its messages in plain digits. {@code %d} asks the JDK how a
 * country writes them, which is 70 classes with the names of all months, for a worker that connects
 * and has said nothing yet. {@code %s} writes the same for everybody whose digits are ours.
 */
final class Digits {
  /** Makes all messages that it may ever need when the first subscription is made. */
  private static final Set<String> CONCERNED =
      Set.of("io/nats/client/support/NatsJetStreamClientError");

  private static final String OF_A_COUNTRY = "%d";
  private static final String PLAIN = "%s";

  private Digits() {}

  /** Rewrites the classes in the modules of that folder of which that is known. */
  static void write(Path modules) throws IOException {
    ClassFiles.rewrite(
        modules,
        (bytes, _) ->
            CONCERNED.contains(ClassFile.of().parse(bytes).thisClass().asInternalName())
                ? plain(bytes)
                : bytes);
  }

  /** The class with such numbers in all of its formats. */
  static byte[] plain(byte[] bytes) {
    return ClassFile.of()
        .transformClass(
            ClassFile.of().parse(bytes), ClassTransform.transformingMethodBodies(Digits::replace));
  }

  private static void replace(CodeBuilder code, CodeElement element) {
    if (element instanceof LoadConstantInstruction load
        && load.constantValue() instanceof String text
        && text.contains(OF_A_COUNTRY)) {
      code.loadConstant(text.replace(OF_A_COUNTRY, PLAIN));
    } else {
      code.with(element);
    }
  }
}
