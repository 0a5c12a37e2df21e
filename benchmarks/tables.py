"""All groups, in the order of the report."""

from benchmarks.cases_autograd import AUTOGRAD, INFERENCE, TRAINING
from benchmarks.cases_batches import BATCHES
from benchmarks.cases_calls import CALLS
from benchmarks.cases_data import DATA
from benchmarks.cases_fft import FFT
from benchmarks.cases_files import FILES
from benchmarks.cases_images import IMAGES
from benchmarks.cases_index import INDEX
from benchmarks.cases_large import LARGE
from benchmarks.cases_layers import LAYERS
from benchmarks.cases_linalg import LINALG
from benchmarks.cases_matmul import MATMUL
from benchmarks.cases_movement import MOVEMENT
from benchmarks.cases_numpy import NUMPY
from benchmarks.cases_optim import OPTIM, OPTIM_LARGE
from benchmarks.cases_planes import PLANES
from benchmarks.cases_pointwise import POINTWISE
from benchmarks.cases_products import PRODUCTS
from benchmarks.cases_sweep import SWEEPS

TABLES = (
    *(CALLS, NUMPY, AUTOGRAD, TRAINING, INFERENCE),
    *(OPTIM, OPTIM_LARGE, DATA, LARGE),
    *(
        INDEX,
        PRODUCTS,
        MATMUL,
        FFT,
        POINTWISE,
        PLANES,
        MOVEMENT,
        LINALG,
        BATCHES,
        LAYERS,
        IMAGES,
        FILES,
    ),
)
GROUPS = {group.name: group for group in TABLES}
# What a worker may be asked for: a sweep is a group of sizes.
TIMED = GROUPS | {sweep.group.name: sweep.group for sweep in SWEEPS}
