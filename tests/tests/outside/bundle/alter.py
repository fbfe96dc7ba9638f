"""Makes altered bundles from a good one, to see whether a verifier notices (docs/ledger-format.md; its sections are cited as §).

    python alter.py IN.zip OUTDIR

One line of JSON a file: file, alteration, expected (refused: the bundle as a whole, §13.3, 1; faulty: a check or a file fails),
and needs_key where everything was signed anew by another key, so that only `--key` can tell. An alteration of what
IN.zip lacks is left out, without a word. Unless the name says otherwise, the table of contents and the checksums of the ZIP are
adapted to what was altered, as a careful forger would do.
"""

import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True  # leave no __pycache__ beside the tests
import altered_evidence  # their decorators fill ALTERATIONS, in this order
import altered_earlier
import altered_files
import altered_aids
from altering import ALTERATIONS, Bundle, Lacking


def main():
    data, folder = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for place, (function, expected, needs_key) in enumerate(ALTERATIONS, 1):
        try:
            altered = function(Bundle(data))
        except Lacking:
            continue
        if altered == data:
            continue
        path = folder / f"{place:02}-{function.__name__}.zip"
        path.write_bytes(altered)
        line = {"file": str(path), "alteration": function.__name__, "expected": expected}
        print(json.dumps(line | ({"needs_key": True} if needs_key else {})), flush=True)


if __name__ == "__main__":
    main()
