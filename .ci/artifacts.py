"""What a release would publish, as 'mvn verify' leaves it in the target folders: each deployed module has a jar, sources
and Javadoc, a POM that says what a POM must, needs no test library and no snapshot of others, and stands in the BOM."""

import glob
import os
import sys
import xml.etree.ElementTree as ElementTree

POM = "{http://maven.apache.org/POM/4.0.0}"
TEST_LIBRARIES = ("org.junit", "org.assertj", "org.testcontainers", "com.tngtech.archunit", "org.mockito")
SAID = ("name", "description", "url", "licenses/license/name", "developers/developer/organization", "scm/url", "scm/connection")
problems = []


def xml(path):
    return ElementTree.parse(path).getroot()


def text(node, path):
    return node.findtext("/".join(POM + part for part in path.split("/")))


def deployed():
    for pom in sorted(glob.glob("zkim-*/pom.xml")):
        with open(pom, encoding="utf-8") as source:
            if "<maven.deploy.skip>true" not in source.read():
                yield os.path.dirname(pom)


def check_pom(module, pom):
    for path in SAID:
        if not text(pom, path):
            problems.append(f"{module}: the POM has no {path}")
    if text(pom, "parent/version"):
        problems.append(f"{module}: the published POM has a parent")
    for dependency in pom.iterfind(f"{POM}dependencies/{POM}dependency"):
        group, version, scope = (text(dependency, part) for part in ("groupId", "version", "scope"))
        name = f"{group}:{text(dependency, 'artifactId')}:{version}"
        if scope == "test":
            problems.append(f"{module}: the published POM has {name} in test scope")
        if module != "zkim-storage-tck" and group.startswith(TEST_LIBRARIES):
            problems.append(f"{module}: {name} is for tests")
        if module.startswith("zkim-storage-") and group == "im.zk.storage" and not name.startswith("im.zk.storage:zkim-storage-api:"):
            problems.append(f"{module}: {name} is another module than the api")
        if not version or (version.endswith("-SNAPSHOT") and not group.startswith("im.zk.")):
            problems.append(f"{module}: {name} is no version of a release")


def check_jars(module, version):
    for kind in ("", "-sources", "-javadoc"):
        jar = f"{module}/target/{module}-{version}{kind}.jar"
        if not os.path.exists(jar):
            problems.append(f"{module}: {jar} is missing")


def managed(bom):
    return bom.iterfind(f"{POM}dependencyManagement/{POM}dependencies/{POM}dependency")


bom = xml("zkim-storage-bom/pom.xml")
parent = xml("pom.xml")
modules = [module for module in deployed() if module != "zkim-storage-bom"]
check_pom("zkim-storage-bom", bom)
for module in modules:
    pom = xml(f"{module}/target/published-pom.xml")
    check_pom(module, pom)
    check_jars(module, text(pom, "version"))
listed = sorted(text(each, "artifactId") for each in managed(bom) if text(each, "groupId").startswith("im.zk."))
if listed != modules:
    problems.append(f"the BOM lists {sorted(set(listed) ^ set(modules))} wrongly, or not")
for name in ("jackson.version", "netty.version"):
    if text(bom, f"properties/{name}") != text(parent, f"properties/{name}"):
        problems.append(f"{name} of the BOM is not that of the parent")
if text(bom, "version") != text(parent, "version"):
    problems.append("the BOM's version is not the parent's")
for problem in problems:
    print(problem)
print(f"{len(modules)} modules and the BOM can be published" if not problems else f"{len(problems)} problems")
sys.exit(1 if problems else 0)
