"""Prints the tests that failed in .trx files, each with its message and where it stands. Usage: failures.py FILE..."""
import sys
import xml.etree.ElementTree as xml

TRX = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"
LINES = 20


def lines(element, of=""):
    text = (element.text or "").strip() if element is not None else ""
    return "".join(f"\n    {line.strip()}" for line in [line for line in text.splitlines() if of in line][:LINES])


for path in sys.argv[1:]:
    for result in xml.parse(path).iter(TRX + "UnitTestResult"):
        if result.get("outcome") not in ("Failed", "Timeout", "Aborted"):
            continue
        error = result.find(f"{TRX}Output/{TRX}ErrorInfo")
        message = error.find(TRX + "Message") if error is not None else None
        trace = error.find(TRX + "StackTrace") if error is not None else None
        where = lines(trace, of="TransitHub.")
        print(f"failed: {result.get('testName')} after {result.get('duration')}{lines(message)}{where}")
