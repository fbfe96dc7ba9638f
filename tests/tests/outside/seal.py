"""Judges the seal of a PDF with pyHanko.

    python seal.py ROOT.der FILE.pdf...

One line a file: the name, whether the bytes are those signed, whether the signature is good, whether it leads to the root,
what it covers, and what was changed afterwards.
"""

import sys
from pathlib import Path

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

root = Certificate.load(Path(sys.argv[1]).read_bytes())
for name in sys.argv[2:]:
    with open(name, "rb") as file:
        [seal] = PdfFileReader(file).embedded_signatures
        context = ValidationContext(trust_roots=[root], allow_fetching=False)
        status = validate_pdf_signature(seal, context)
        change = status.modification_level
        print(Path(name).name,
              "intact" if status.intact else "altered",
              "valid" if status.valid else "invalid",
              "trusted" if status.trusted else "untrusted",
              status.coverage.name,
              change.name if change else "UNKNOWN",
              flush=True)
