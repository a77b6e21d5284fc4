"""Fails where anything that a test printed, logged or failed with shows a secret of .ci/known-secrets.

Looks at the output and failures in Surefire's reports and at its text files; not at the names of tests, which may quote
what they were given.
"""

import glob
import re
import sys
import xml.etree.ElementTree as ElementTree

with open(".ci/known-secrets", encoding="utf-8") as lines:
    secrets = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
secret = re.compile("|".join(secrets))
shown = []
read = 0


def search(name, text):
    global read
    read += len(text)
    for line in text.splitlines():
        found = secret.search(line)
        if found:
            shown.append(f"{name} shows a secret, '{found.group()[:3]}…', {len(found.group())} characters")


for report in sorted(glob.glob("*/target/surefire-reports/TEST-*.xml")):
    for node in ElementTree.parse(report).getroot().iter():
        if node.tag in ("system-out", "system-err", "failure", "error", "skipped", "rerunFailure", "flakyFailure"):
            search(report, (node.text or "") + "\n" + (node.get("message") or ""))
for log in sorted(glob.glob("*/target/surefire-reports/*-output.txt") + glob.glob("*/target/surefire-reports/*.dump*")):
    with open(log, encoding="utf-8", errors="replace") as text:
        search(log, text.read())

for line in sorted(set(shown)):
    print(line)
print(f"{read} characters of the tests' output searched for {len(secrets)} secrets, {len(shown)} found")
sys.exit(1 if shown or not read else 0)
