"""What all tests share: nothing they start may reach the outside."""
import os
import sys
from pathlib import Path

OFFLINE = str(Path(__file__).parent / "offline")
ROOT = Path(__file__).resolve().parent.parent

# Kernels, servers and commands that tests start inherit the block, and find this Python's commands.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [OFFLINE, os.environ.get("PYTHONPATH")]))
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
os.environ["DAUGAVA_ROOT"] = str(ROOT)
