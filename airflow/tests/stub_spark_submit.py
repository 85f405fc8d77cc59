"""
Replaces spark-submit: records its arguments and returns what the test has set.

STUB_CALLS names the file that records the calls, one JSON list per line. STUB_RESULT is the text of the
result file; by default, there is none. STUB_EXIT lists the exit codes of the first calls, 0 by default.
Later calls return the last of them.
"""

import json
import os
import sys
from pathlib import Path

arguments = sys.argv[1:]
calls = Path(os.environ["STUB_CALLS"])
before = calls.read_text().count("\n") if calls.exists() else 0
with calls.open("a") as out:
    out.write(json.dumps(arguments) + "\n")
file = next((argument for argument in arguments if argument.startswith("--resultFile=")), None)
if file and os.environ.get("STUB_RESULT"):
    Path(file.removeprefix("--resultFile=")).write_text(os.environ["STUB_RESULT"])
exit_codes = os.environ.get("STUB_EXIT", "").split() or ["0"]
sys.exit(int(exit_codes[min(before, len(exit_codes) - 1)]))
