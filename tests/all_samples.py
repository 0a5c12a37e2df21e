"""The samples of all rows: what `import samples` lacks, every tests/samples_*.py."""

import importlib
from pathlib import Path

from samples import SAMPLES as SAMPLES

for _path in sorted(Path(__file__).parent.glob("samples_*.py")):
    importlib.import_module(_path.stem)
