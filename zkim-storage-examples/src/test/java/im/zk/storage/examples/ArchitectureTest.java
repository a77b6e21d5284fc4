package im.zk.storage.examples;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import im.zk.storage.ServiceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What depends on what, and what no class of the library does: for every module on this one's class path. */
class ArchitectureTest {

    private static final String API = "im.zk.storage";
    private static final String SPI = "im.zk.storage.spi";
    private static final String TCK = "im.zk.storage.tck";
    private static final String EXAMPLES = "im.zk.storage.examples";
    private static final String FILES = "im.zk.file";

    private static JavaClasses classes = new ClassFileImporter().importClasses();

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("im.zk");
        assertThat(classes.contain("im.zk.storage.file.FileStorageBackend")).isTrue();
        assertThat(classes.contain("im.zk.file.ZkimFileService")).isTrue();
    }

    @Test
    void theApiNeedsNothingButTheLoggingInterfaceAndAnnotations() {
        classes()
                .that()
                .resideInAnyPackage(API, SPI)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(API, SPI, "java..", "org.slf4j..", "org.jspecify.."))
                .check(classes);
    }

    @Test
    void modulesDependOnTheApiAndNotOnEachOther() {
        slices().matching("im.zk.storage.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(resideInAPackage(EXAMPLES), resideInAPackage("im.zk.storage.."))
                .ignoreDependency(resideInAPackage("im.zk.storage.."), resideInAPackage(SPI))
                .check(classes);
    }

    @Test
    void theFileServiceNeedsTheApiAndKeptCryptographyAlone() {
        classes()
                .that()
                .resideInAPackage(FILES)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        FILES,
                        API,
                        SPI,
                        "java..",
                        "javax.crypto..",
                        "javax.security.auth",
                        "org.bouncycastle.crypto..",
                        "com.github.luben.zstd..",
                        "org.slf4j..",
                        "org.jspecify.."))
                .check(classes);
    }

    @Test
    void nothingNeedsTheFileService() {
        noClasses()
                .that()
                .resideOutsideOfPackages(FILES, EXAMPLES)
                .should()
                .dependOnClassesThat(resideInAPackage(FILES))
                .check(classes);
    }

    @Test
    void onlyTheErrorsOfABackendMakeAnException() {
        noClasses()
                .that()
                .resideOutsideOfPackages(API, SPI, TCK, EXAMPLES)
                .and()
                .haveSimpleNameNotEndingWith("Errors")
                .should()
                .callMethodWhere(target(name("builder")).and(target(owner(equivalentTo(ServiceException.class)))))
                .check(classes);
    }

    @Test
    void namesAreTheFieldsWords() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Data|Info)")
                .check(classes);
    }

    @Test
    void nothingSleepsOrRunsOnTheCommonPool() {
        noClasses()
                .that()
                .resideOutsideOfPackage(TCK)
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(ForkJoinPool.class, "commonPool")
                .orShould()
                .callMethod(CompletableFuture.class, "supplyAsync", Supplier.class)
                .orShould()
                .callMethod(CompletableFuture.class, "runAsync", Runnable.class)
                .check(classes);
    }
}
