"""Fails where a test was skipped that .ci/allowed-skips does not name, or where no test ran."""

import glob
import sys
import xml.etree.ElementTree as ElementTree

with open(".ci/allowed-skips", encoding="utf-8") as lines:
    allowed = [line.strip() for line in lines if line.strip() and not line.startswith("#")]

ran = 0
passed_over = []
for report in glob.glob("*/target/surefire-reports/TEST-*.xml"):
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        skip = case.find("skipped")
        if skip is None:
            ran += 1
        else:
            reason = skip.get("message") or (skip.text or "").strip()
            passed_over.append(f"{case.get('classname')}.{case.get('name')}: {reason}")

forbidden = [skip for skip in passed_over if not any(part in skip for part in allowed)]
print(f"{ran} passed, 0 failed, {len(passed_over)} skipped")
for skip in passed_over:
    print(("FORBIDDEN skip: " if skip in forbidden else "skipped: ") + skip)
sys.exit(1 if forbidden or not ran else 0)
