"""A project outside of this one: takes the published artifacts from a repository that has nothing else of this build,
uses every backend in one JVM from the class path and from the module path, and links an image of the example.

Needs the build's target folders, as 'mvn verify' leaves them; writes below target/outside. Argument: the local
repository in which the build keeps what it fetched, if it is not the usual one.
"""

import glob
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

GROUP = "im.zk.storage"
HERE = os.path.abspath(".ci/outside")
WORK = os.path.abspath("target/outside")
POM = "{http://maven.apache.org/POM/4.0.0}"


def run(*command):
    print("+ " + " ".join(part if len(part) < 200 else part[:60] + "…" for part in command), flush=True)
    subprocess.run(command, check=True, timeout=300)


def jdk(tool):
    home = os.environ.get("JAVA_HOME")
    return os.path.join(home, "bin", tool) if home else tool


def publish():
    """Lays out what would be deployed as a Maven repository does; returns the version."""
    for pom in glob.glob("*/target/published-pom.xml") + ["zkim-storage-bom/pom.xml"]:
        module = pom.split(os.sep)[0]
        with open(f"{module}/pom.xml", encoding="utf-8") as text:
            if "<maven.deploy.skip>true" in text.read():
                continue
        version = ElementTree.parse(pom).getroot().findtext(POM + "version")
        folder = os.path.join(WORK, "published", GROUP.replace(".", "/"), module, version)
        os.makedirs(folder)
        shutil.copy(pom, f"{folder}/{module}-{version}.pom")
        for jar in glob.glob(f"{module}/target/{module}-{version}*.jar"):
            shutil.copy(jar, folder)
    return version


def resolve(version):
    """Fetches what the project needs into an empty local repository; returns the folder of the jars."""
    fetched = sys.argv[1] if len(sys.argv) > 1 else os.path.expanduser("~/.m2/repository")
    shutil.copy(f"{HERE}/pom.xml", WORK)
    lib = f"{WORK}/lib"
    run(
        "mvn", "-B", "-q", "-f", f"{WORK}/pom.xml", f"-Dmaven.repo.local={WORK}/local",
        f"-Dpublished=file://{WORK}/published", f"-Dfetched=file://{fetched}", f"-Dzkim.version={version}",
        "dependency:copy-dependencies", f"-DoutputDirectory={lib}", "-DincludeScope=runtime",
    )
    return lib


def inspect(lib):
    """No artifact twice, one version of each family, one logging provider."""
    families = {"netty": set(), "jackson": set(), "slf4j": set()}
    seen = {}
    for jar in sorted(os.listdir(lib)):
        match = re.match(r"(.+?)-(\d[\w.]*?(?:\.Final|-SNAPSHOT)?)(-(?:linux|osx|windows)\S*)?\.jar$", jar)
        if not match:
            continue
        name, version, classifier = match.groups()
        if not classifier and seen.setdefault(name, version) != version:
            sys.exit(f"{name} is there twice: {seen[name]} and {version}")
        for family in families:
            if name.startswith(family + "-") and "tcnative" not in name:
                families[family].add(version)
    jackson = {".".join(version.split(".")[:2]) for version in families.pop("jackson")}
    for family, versions in list(families.items()) + [("jackson", jackson)]:
        print(f"{family}: {', '.join(sorted(versions))}")
        if len(versions) != 1:
            sys.exit(f"{family} must have one version")
    provider = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider"
    providers = [jar for jar in sorted(os.listdir(lib)) if provider in zipfile.ZipFile(f"{lib}/{jar}").namelist()]
    print(f"logging: {', '.join(providers)}")
    if len(providers) != 1:
        sys.exit("one logging provider is wanted, the project's own")
    print(f"{len(os.listdir(lib))} jars")


def class_path(lib):
    classes = f"{WORK}/class-path"
    run(jdk("javac"), "--release", "17", "-d", classes, "-cp", f"{lib}/*", f"{HERE}/EveryBackend.java")
    run(jdk("java"), "-cp", f"{classes}:{lib}/*", "com.example.outside.EveryBackend", f"{WORK}/store-1")


def module_path(lib):
    """The modules of this project on the module path, found by ServiceLoader there.

    The services' clients are beside them on the class path, which automatic modules read: two of Google's jars have a
    package in common, and so can't both be modules.
    """
    source = f"{WORK}/module-source"
    os.makedirs(source)
    shutil.copy(f"{HERE}/EveryBackend.java", source)
    with open(f"{source}/module-info.java", "w", encoding="utf-8") as text:
        text.write("module com.example.outside {\n    requires im.zk.storage;\n    requires im.zk.file;\n"
                   "    uses im.zk.storage.spi.StorageBackendProvider;\n}\n")
    classes = f"{WORK}/module-path"
    named = [jar for jar in sorted(os.listdir(lib)) if re.match("zkim-|slf4j-|jspecify-", jar)]
    others = ":".join(f"{lib}/{jar}" for jar in sorted(os.listdir(lib)) if jar not in named)
    modules = ":".join(f"{lib}/{jar}" for jar in named)
    run(jdk("javac"), "--release", "17", "-d", classes, "-p", modules, f"{source}/module-info.java",
        f"{source}/EveryBackend.java")
    run(jdk("java"), "-p", f"{classes}:{modules}", "-cp", others, "--add-modules",
        "ALL-MODULE-PATH,java.se,jdk.net,jdk.unsupported", "-m", "com.example.outside/com.example.outside.EveryBackend", f"{WORK}/store-2")


def image(lib):
    """The example StoreFiles with the directory store, linked without the rest of the JDK."""
    source = f"{WORK}/image-source"
    os.makedirs(source)
    example = "zkim-storage-examples/src/main/java/im/zk/storage/examples"
    for name in ("StoreFiles", "Transfer"):
        shutil.copy(f"{example}/{name}.java", source)
    with open(f"{source}/module-info.java", "w", encoding="utf-8") as text:
        text.write("module im.zk.storage.examples {\n    requires im.zk.storage.file;\n"
                   "    requires static org.jspecify;\n}\n")
    modules = [glob.glob(f"{lib}/{jar}-[0-9]*.jar")[0]
               for jar in ("zkim-storage-api", "zkim-storage-file", "slf4j-api", "slf4j-simple", "jspecify")]
    path = ":".join(modules)
    run(jdk("javac"), "--release", "17", "-d", f"{WORK}/image-classes", "-p", path, *glob.glob(f"{source}/*.java"))
    run(jdk("jlink"), "-p", f"{WORK}/image-classes:{path}", "--add-modules",
        "im.zk.storage.examples,im.zk.storage.file,org.slf4j.simple", "--strip-debug", "--no-header-files",
        "--no-man-pages", "--output", f"{WORK}/image")
    java = f"{WORK}/image/bin/java"
    program = "im.zk.storage.examples/im.zk.storage.examples.StoreFiles"
    run(java, "-m", program, "docs", f"file:{WORK}/store-3")
    run(java, "-m", program, "--check", f"file:{WORK}/store-3")


shutil.rmtree(WORK, ignore_errors=True)
os.makedirs(WORK)
jars = resolve(publish())
inspect(jars)
class_path(jars)
module_path(jars)
image(jars)
print("The outside project works from the class path, from the module path and as an image.")
