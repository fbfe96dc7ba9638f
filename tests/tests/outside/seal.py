"""Judges the seal of a PDF with pyHanko.

    python seal.py [--time ROOT.der] ROOT.der FILE.pdf...
    python seal.py --long-term --time ROOT.der ROOT.der FILE.pdf...

One line a file: the name, whether the bytes are those signed, whether the signature is good, whether it leads to the root,
what it covers, and what was changed afterwards. With the root of an authority of time, the same of the time-stamp beside the seal.

For the long term (PAdES B-LT) only what is in the file may be used, and every certificate needs a revocation list or an OCSP answer: one
line with the name and "valid", or with why not.
"""

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext


def stamp(status):
    if status is None:
        return []
    return ["time",
            "intact" if status.intact else "altered",
            "valid" if status.valid else "invalid",
            "trusted" if status.trusted else "untrusted"]


def long_term(reader, seal, roots):
    # Tomorrow: the clock of a server in a test may be hours ahead of the machine's.
    moment = datetime.now(timezone.utc) + timedelta(days=1)
    settings = {"trust_roots": roots, "allow_fetching": False, "revocation_mode": "require", "moment": moment}
    try:
        context = DocumentSecurityStore.read_dss(reader).as_validation_context(settings)
        status = validate_pdf_signature(seal, context, ts_validation_context=context)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    problem = status.trust_problem_indic or status.timestamp_validity.trust_problem_indic
    return "valid" if status.bottom_line else f"{problem}"


arguments = sys.argv[1:]
lasting = arguments[0] == "--long-term"
arguments = arguments[lasting:]
time = None
if arguments[0] == "--time":
    time = Certificate.load(Path(arguments[1]).read_bytes())
    arguments = arguments[2:]
root = Certificate.load(Path(arguments[0]).read_bytes())
for name in arguments[1:]:
    with open(name, "rb") as file:
        reader = PdfFileReader(file)
        [seal] = reader.embedded_signatures
        if lasting:
            print(Path(name).name, long_term(reader, seal, [root, time]), flush=True)
            continue
        context = ValidationContext(trust_roots=[root], allow_fetching=False)
        clock = ValidationContext(trust_roots=[time], allow_fetching=False) if time else None
        status = validate_pdf_signature(seal, context, ts_validation_context=clock)
        change = status.modification_level
        print(Path(name).name,
              "intact" if status.intact else "altered",
              "valid" if status.valid else "invalid",
              "trusted" if status.trusted else "untrusted",
              status.coverage.name,
              change.name if change else "UNKNOWN",
              *stamp(status.timestamp_validity if time else None),
              flush=True)
