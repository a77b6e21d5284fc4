"""Fails where a test was skipped that .ci/allowed-skips does not name, or where a test class did not run at all."""

import glob
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

with open(".ci/allowed-skips", encoding="utf-8") as lines:
    allowed = [tuple(line.strip().split(": ", 1)) for line in lines if line.strip() and not line.startswith("#")]

ran = 0
skips = []
for report in glob.glob("*/target/surefire-reports/TEST-*.xml"):
    suite = re.sub(r".*[.-]", "", report[: -len(".xml")])
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        skip = case.find("skipped")
        if skip is None:
            ran += 1
            continue
        reason = (skip.get("message") or skip.text or "no reason").strip().splitlines()[0]
        reason = re.sub(r"^[\w.]*TestAbortedException: |Assumption failed: ", "", reason)
        reason = reason.replace("Assumption failed: ", "")
        right = any(suite == name and reason.startswith(start) for name, start in allowed)
        skips.append((right, f"{suite}.{case.get('name')}: {reason}"))

silent = []
for source in glob.glob("*/src/test/java/**/*Test.java", recursive=True):
    with open(source, encoding="utf-8") as text:
        if re.search(r"^(public )?abstract class", text.read(), re.MULTILINE):
            continue
    module = source.split(os.sep)[0]
    test = os.path.basename(source)[: -len(".java")]
    if not glob.glob(f"{module}/target/surefire-reports/TEST-*.{test}.xml"):
        silent.append(source)

for source in sorted(silent):
    print("this test class must run, but has no report: " + source)
for right, skip in sorted(skips):
    if not right:
        print("this test must run, but was skipped: " + skip)
print(f"{ran} passed, 0 failed, {len(skips)} skipped")
sys.exit(0 if ran and not silent and all(right for right, _ in skips) else 1)
