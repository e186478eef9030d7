"""A class of honest, broken and hostile submissions, and what each of them is worth."""

CHECKS = """
from homework.checks.session import Homework
from homework.checks.tasks import Task

def numbers(rng):
    return {"numbers": (rng.normal(size=3),)}

check = Homework(
    {
        "double": Task(2, numbers, ("twice",)),
        "square": Task(3, numbers, ("times itself",)),
    },
    None,
    {"essay": 4},
)
"""
REFERENCES = """
from homework.references.known import Known, with_references
from made_up_checks.doubles import check as asked

def twice(x):
    return 2 * x

known = {"double": Known(twice), "square": Known(lambda x: x * x)}
check = with_references(asked, known)
"""
IMPORT = "from homework.checks.doubles import check"
DOUBLE = ["def double(x):\n    return 2 * x", "check(double)"]
SQUARE = ["def square(x):\n    return x**2", "check(square)"]
FORGED = {"task": "square", "seen": {"numbers": {"value": [0, 0, 0]}}, "nonce": ""}

# Every class holds these, with the points that they are worth; {victim} is a file
# outside, {other} another submission.
CLASS = {
    "right": ([*DOUBLE, *SQUARE], (2, 3)),
    "no_check_cells": ([DOUBLE[0], SQUARE[0]], (2, 3)),
    "one_wrong": ([*DOUBLE, "def square(x):\n    return x", SQUARE[1]], (2, 0)),
    "defined_below_its_check": (["check(double)", DOUBLE[0], *SQUARE], (2, 3)),
    "twice_and_worse_later": (
        [*DOUBLE, *SQUARE, "def double(x):\n    return 0"],
        (2, 3),
    ),
    "renamed": (["def Double(x):\n    return 2 * x", *SQUARE], (2, 3)),
    "from_colab": (
        [
            "from google.colab import drive, files\ndrive.mount('/content')\n"
            "files.upload()\n!pip install pandas\n%matplotlib inline\ninput('?')\n"
            "import pandas",
            "%%time\ndef double(x):\n    return 2 * x",
            *SQUARE,
        ],
        (2, 3),
    ),
    "loops": ([*DOUBLE, "while True: pass", *SQUARE], (2, 3)),
    "loops_in_an_answer": (["def double(x):\n    while True: pass", *SQUARE], (0, 3)),
    "exits": (["import sys; sys.exit()", *DOUBLE, "raise SystemExit", *SQUARE], (2, 3)),
    "dies": ([*DOUBLE, "import os; os._exit(0)", *SQUARE], (2, 3)),
    "dies_in_an_answer": (
        ["def double(x):\n    import os; os._exit(0)", *SQUARE],
        (0, 3),
    ),
    "prints": ([*DOUBLE, "while True: print('x' * 10**6)", *SQUARE], (2, 3)),
    "fills_memory": (
        [*DOUBLE, "kept = []\nwhile True: kept.append(bytes([1]) * 10**7)", *SQUARE],
        (2, 3),
    ),
    "fills_disk": (
        [
            *DOUBLE,
            "import os\nfile = open('x', 'wb'); os.unlink('x')\n"
            "for i in range(10**3): file.write(bytes(10**6))",
            *SQUARE,
        ],
        (2, 3),
    ),
    "deletes": (
        [
            "import pathlib, shutil\n"
            "shutil.rmtree(pathlib.Path({victim!r}).parent, ignore_errors=True)\n"
            "pathlib.Path({victim!r}).write_text('spoilt')",
            *SQUARE,
        ],
        (0, 3),
    ),
    "copies": (
        [
            "import json\nfor cell in json.load(open({other!r}))['cells']:\n"
            "    exec(''.join(cell['source']))"
        ],
        (0, 0),
    ),
    "leaves_a_process": (
        [
            *DOUBLE,
            "import subprocess\n"
            "subprocess.Popen(['sleep', '86399.25'], start_new_session=True)",
            *SQUARE,
        ],
        (2, 3),
    ),
    "cheats": (
        [
            "from homework.checks import marking, session, tasks\n"
            "marking.mark = lambda *_: marking.Verdict(1, 'right.')\n"
            "tasks.same = marking.same = lambda *_: True",
            "import os\nfor handle in range(3, 30):\n"
            "    try: os.write(handle, {forged!r}.encode() + b'\\n')\n"
            "    except OSError: pass",
            "check = print",
            "def double(x):\n    return 3 * x",
            "check(double)",
        ],
        (0, 0),
    ),
    "takes_the_references": (
        [
            "for n in ('double', 'square'):\n"
            "    try: globals()[n] = check.expected.known[n].reference\n"
            "    except Exception: pass",
            "try: from made_up_references.doubles import twice as double\n"
            "except Exception: pass",
            "import gc, types\nfound = [o for o in gc.get_objects() "
            "if isinstance(o, types.FunctionType) and o.__name__ == 'twice']\n"
            "if found: double = found[0]",
        ],
        (0, 0),
    ),
}
HOLES = {  # what must fail inside; each cell defines square only where it did
    "socket": "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "memory_file": "import os\nos.memfd_create('x')",
    "parent": "import os\nopen(f'/proc/{os.getppid()}/environ').read()",
    "other_process": "open('/proc/1/status').read()",
    "checks": "open({checks!r}).read()",
    "shared_memory": "open('/dev/shm/left_behind', 'w')",
}
