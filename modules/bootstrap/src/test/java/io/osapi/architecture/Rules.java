package io.osapi.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What the module system cannot see. Each rule comes with code that breaks it. */
final class Rules {

  /**
   * A rule, and a planted violation of it.
   *
   * @param name a sentence
   * @param rule holds for our classes, and fails with {@code planted} among them
   * @param planted source files: package, then declaration, without imports
   * @param found part of the failure
   */
  record Rule(String name, ArchRule rule, List<String> planted, String found) {}

  private static final String DOMAIN = "io.osapi.domain..";
  private static final String APPLICATION = "io.osapi.application..";
  private static final String ADAPTERS = "io.osapi.adapters..";
  private static final String EMULATOR = "io.osapi.emulator..";

  /** Values and ways to work with them; no I/O, no clock, no threads. */
  private static final String[] VALUES = {
    DOMAIN,
    "java.lang",
    "java.lang.annotation",
    "java.lang.invoke",
    "java.lang.reflect",
    "java.lang.runtime",
    "java.math",
    "java.time..",
    "java.util",
    "java.util.function",
    "java.util.regex",
    "java.util.stream"
  };

  /** The same, ports, and what shares values between the threads that callers bring. */
  private static final String[] VALUES_AND_PORTS =
      concat(
          VALUES,
          APPLICATION,
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks");

  private static final Set<String> THREADS =
      Set.of(
          "java.lang.Thread",
          "java.lang.Thread$Builder",
          "java.util.concurrent.Executors",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.TimeUnit");

  private static final Set<String> WORLD =
      Set.of(
          "java.lang.System",
          "java.lang.Runtime",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.concurrent.ThreadLocalRandom");

  private static final String[] MOCKS = {
    "org.mockito..", "org.easymock..", "org.powermock..", "mockit..", "io.mockk..", "org.jmock.."
  };

  /** The rules for the classes of the product. */
  static final List<Rule> OF_THE_PRODUCT =
      List.of(
          new Rule(
              "The domain uses values only",
              classes()
                  .that(resideInAnyPackage(DOMAIN))
                  .should()
                  .onlyDependOnClassesThat(resideInAnyPackage(VALUES)),
              List.of("package io.osapi.domain.job; class Reads { java.nio.file.Path file; }"),
              "Field <io.osapi.domain.job.Reads.file> has type <java.nio.file.Path>"),
          new Rule(
              "The application uses values and ports only",
              classes()
                  .that(resideInAnyPackage(APPLICATION))
                  .should()
                  .onlyDependOnClassesThat(resideInAnyPackage(VALUES_AND_PORTS)),
              List.of("package io.osapi.application; class Dials { java.net.Socket socket; }"),
              "Field <io.osapi.application.Dials.socket> has type <java.net.Socket>"),
          new Rule(
              "The domain is given time, chance and environment, and starts no thread",
              noClasses()
                  .that(resideInAnyPackage(DOMAIN))
                  .should()
                  .callCodeUnitWhere(asksTheWorld(call -> isThread(call))),
              List.of(
                  "package io.osapi.domain.job;"
                      + " class Asks { Object now = java.time.Instant.now(); }"),
              "Asks.<init>()> calls method <java.time.Instant.now()>"),
          new Rule(
              "So is the application, but it may keep an interrupt set",
              noClasses()
                  .that(resideInAnyPackage(APPLICATION))
                  .should()
                  .callCodeUnitWhere(
                      asksTheWorld(call ->
                          isThread(call)
                              && !Set.of("currentThread", "interrupt").contains(call.getName()))),
              List.of(
                  "package io.osapi.application;"
                      + " class Starts { void run() { Thread.startVirtualThread(this::run); } }"),
              "Starts.run()> calls method <java.lang.Thread.startVirtualThread("),
          new Rule(
              "Adapters do not see each other",
              slices().matching("io.osapi.adapters.(*)..").should().notDependOnEachOther(),
              List.of(
                  "package io.osapi.adapters.nats; public class Seen {}",
                  "package io.osapi.adapters.http;"
                      + " class Sees { io.osapi.adapters.nats.Seen seen; }"),
              "Field <io.osapi.adapters.http.Sees.seen> has type <io.osapi.adapters.nats.Seen>"),
          new Rule(
              "Nobody sees bootstrap",
              noClasses()
                  .that(resideInAnyPackage(DOMAIN, APPLICATION, ADAPTERS, EMULATOR))
                  .should()
                  .dependOnClassesThat(resideInAnyPackage("io.osapi.bootstrap..")),
              List.of(
                  "package io.osapi.adapters.os;"
                      + " class Climbs { io.osapi.bootstrap.role.Version version; }"),
              "Field <io.osapi.adapters.os.Climbs.version> has type <io.osapi.bootstrap.role.Version>"),
          new Rule(
              "Packages have no cycles",
              slices().matching("io.osapi.(**)").should().beFreeOfCycles(),
              List.of(
                  "package io.osapi.domain.planted; public class Here { There there; }"
                      .replace("There", "io.osapi.domain.planted.there.There"),
                  "package io.osapi.domain.planted.there; public class There { Here here; }"
                      .replace("Here", "io.osapi.domain.planted.Here")),
              "Cycle detected: Slice domain.planted"),
          new Rule(
              "An adapter's package has one public type at most, its door",
              classes()
                  .that(resideInAnyPackage(ADAPTERS))
                  .and(describe("are public and not nested", Rules::isPublicAndNotNested))
                  .should(be("the only public type of their package", Rules::isOnlyDoor)),
              List.of(
                  "package io.osapi.adapters.os.planted; public class Door {}",
                  "package io.osapi.adapters.os.planted; public class Window {}"),
              "io.osapi.adapters.os.planted.Window is not the only public type of its package"),
          new Rule(
              "Ports are interfaces",
              classes()
                  .that()
                  .resideInAPackage("io.osapi.application.port")
                  .and()
                  .areTopLevelClasses()
                  .and()
                  .doNotHaveSimpleName("package-info")
                  .should()
                  .beInterfaces(),
              List.of("package io.osapi.application.port; public class Kitchen {}"),
              "Class <io.osapi.application.port.Kitchen> is no interface"),
          new Rule(
              "A use case has one public method",
              classes()
                  .that()
                  .resideInAPackage("io.osapi.application")
                  .and(describe("are public and not nested", Rules::isPublicAndNotNested))
                  .should(be("a class with one public method", Rules::hasOnePublicMethod)),
              List.of(
                  "package io.osapi.application;"
                      + " public class DoThisOrThat { public void a() {} public void b() {} }"),
              "io.osapi.application.DoThisOrThat is not a class with one public method"),
          new Rule(
              "Only the command line writes to standard output",
              noClasses()
                  .that(resideInAnyPackage("io.osapi.."))
                  .and()
                  .resideOutsideOfPackages("io.osapi.adapters.cli..", "io.osapi.benchmarks..")
                  .should()
                  .accessField(System.class, "out"),
              List.of(
                  "package io.osapi.bootstrap; class Prints {"
                      + " void print() { System.out.println(); } }"),
              "Prints.print()> gets field <java.lang.System.out>"));

  /** The rules for the classes of the tests. */
  static final List<Rule> OF_THE_TESTS =
      List.of(
          new Rule(
              "Tests do not sleep: they wait on the event",
              noClasses().should().callCodeUnitWhere(describe("sleep", Rules::sleeps)),
              List.of(
                  "package io.osapi.planted; class Sleeps {"
                      + " void sleep() throws Exception { Thread.sleep(1); } }"),
              "Sleeps.sleep()> calls method <java.lang.Thread.sleep(long)>"),
          new Rule(
              "Nothing is mocked",
              noClasses().should().dependOnClassesThat(resideInAnyPackage(MOCKS)),
              List.of(
                  "package org.mockito; public class Mockito {}",
                  "package io.osapi.planted; class Mocks { org.mockito.Mockito mockito; }"),
              "Field <io.osapi.planted.Mocks.mockito> has type <org.mockito.Mockito>"));

  private Rules() {}

  private static DescribedPredicate<JavaCall<?>> asksTheWorld(Predicate<JavaCall<?>> isThread) {
    return describe("ask the world", call -> isThread.test(call) || isWorld(call));
  }

  private static boolean isThread(JavaCall<?> call) {
    return THREADS.contains(owner(call));
  }

  private static boolean isWorld(JavaCall<?> call) {
    var parameters = call.getTarget().getRawParameterTypes();
    boolean readsClock =
        owner(call).startsWith("java.time.")
            && (call.getName().equals("now")
                    && parameters.stream()
                        .noneMatch(type -> type.getName().equals("java.time.Clock"))
                || call.getName().startsWith("system")
                || call.getName().startsWith("tick"));
    boolean takesChance =
        call.getName().equals("randomUUID")
            || call.getName().equals("random") && owner(call).equals("java.lang.Math");
    return readsClock || takesChance || WORLD.contains(owner(call)) && !onlyComputes(call);
  }

  /** What stands in the world's classes and is mere arithmetic on its arguments. */
  private static boolean onlyComputes(JavaCall<?> call) {
    return (owner(call) + "." + call.getName()).equals("java.lang.System.arraycopy");
  }

  private static boolean sleeps(JavaCall<?> call) {
    return call.getName().equals("sleep")
        && Set.of("java.lang.Thread", "java.util.concurrent.TimeUnit").contains(owner(call));
  }

  private static String owner(JavaCall<?> call) {
    return call.getTargetOwner().getName();
  }

  private static boolean isPublicAndNotNested(JavaClass type) {
    // An array of a nested type counts as a class of the package too.
    return type.isTopLevelClass()
        && !type.isArray()
        && type.getModifiers().contains(JavaModifier.PUBLIC);
  }

  private static boolean isOnlyDoor(JavaClass type) {
    return type.getPackage().getClasses().stream().filter(Rules::isPublicAndNotNested).count() == 1;
  }

  private static boolean hasOnePublicMethod(JavaClass type) {
    return type.getMethods().stream()
            .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
            .count()
        == 1;
  }

  /** A condition that says whom it does not hold for. */
  private static ArchCondition<JavaClass> be(String what, Predicate<JavaClass> holds) {
    return new ArchCondition<>("be " + what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        var message = type.getName() + " is not " + what.replace("their", "its");
        events.add(new SimpleConditionEvent(type, holds.test(type), message));
      }
    };
  }

  private static String[] concat(String[] some, String... more) {
    return java.util.stream.Stream.of(some, more)
        .flatMap(java.util.Arrays::stream)
        .toArray(String[]::new);
  }
}
