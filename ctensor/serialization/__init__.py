"""`save` and `load`: objects with tensors in files, in PyTorch's format and others.

A `.pt` file is PyTorch's: a zip archive of one pickle, which describes the object, and
one record for each storage. Files go both ways between the two libraries, and PyTorch
need not be installed. The pickle is read by an interpreter of our own
(`_unpickler.py`) that makes what state dicts and checkpoints consist of and executes
nothing; whatever else a file names is an error that says the name.

The parts are imported at their first use, as zipfile and tempfile take 10 ms.
"""

from __future__ import annotations

import os
import pickle
from typing import IO, Any

from ctensor.serialization.common import (
    MapLocation,
    UnpicklingError,
    add_safe_globals,
    clear_safe_globals,
    get_safe_globals,
    safe_globals,
)

__all__ = [
    "UnpicklingError",
    "add_safe_globals",
    "clear_safe_globals",
    "get_safe_globals",
    "load",
    "safe_globals",
    "save",
]

File = str | os.PathLike[str] | IO[bytes]


def save(
    obj: Any,
    f: File,
    pickle_module: Any = pickle,
    pickle_protocol: int = 2,
    _use_new_zipfile_serialization: bool = True,
) -> None:
    """Save an object with tensors to a file, as `torch.save` does.

    `f` is a path or a file object open for writing bytes. A path is replaced when the
    whole file has been written, never left half. Tensors that share memory share it
    when loaded. By the suffix of a path, `.npy` takes a tensor, `.npz` and
    `.safetensors` (needs the safetensors package) a dict of tensors.

    Example:
    >>> import ctensor as ct, io
    >>> file = io.BytesIO()
    >>> ct.save({"weight": ct.ones(2)}, file)
    """
    if pickle_module is not pickle:
        raise ValueError(
            "save: expected pickle_module=pickle, others are not supported"
        )
    if not _use_new_zipfile_serialization:
        raise ValueError("save: expected the zip format, the older one is not written")
    if not 2 <= pickle_protocol <= pickle.HIGHEST_PROTOCOL:
        raise ValueError(
            f"save: expected pickle_protocol from 2 to {pickle.HIGHEST_PROTOCOL}, "
            f"got {pickle_protocol}"
        )
    from ctensor.serialization._pickler import write_archive

    if not isinstance(f, (str, os.PathLike)):
        if not hasattr(f, "write"):
            raise TypeError(f"save: expected a path or a file, got {type(f).__name__}")
        write_archive(obj, f, "archive", pickle_protocol)
        return
    from ctensor.serialization import _arrays
    from ctensor.serialization._archive import replaced

    path = os.fspath(f)
    write = _arrays.WRITERS.get(os.path.splitext(path)[1])
    with replaced(path) as file:
        if write is not None:
            write(obj, file)
        else:
            stem = os.path.splitext(os.path.basename(path))[0] or "archive"
            write_archive(obj, file, stem, pickle_protocol)


def load(
    f: File,
    map_location: MapLocation = None,
    pickle_module: Any = None,
    *,
    weights_only: bool | None = None,
    mmap: bool | None = None,
    **pickle_load_args: Any,
) -> Any:
    """Load what `save` or `torch.save` wrote; also `.npy`, `.npz` and `.safetensors`.

    `f` is a path or a file object that can seek. Tensors come to the device they were
    on unless `map_location` says otherwise: a device or its name, a dict from names to
    names, or a function of (storage as a uint8 tensor, name) that returns a tensor or
    None. With `mmap=True` (for a path) storages stay in the file until they are used;
    writes to them do not reach it.

    Nothing in the file is executed unless `weights_only=False`, which reads with
    Python's pickle: only for files that you trust. UnpicklingError names what a file
    holds beyond tensors, numbers, text and containers, or says where it is damaged;
    FileNotFoundError and the other OSErrors are Python's.

    Example:
    >>> import ctensor as ct, io
    >>> file = io.BytesIO()
    >>> ct.save(ct.arange(3), file)
    >>> _ = file.seek(0)
    >>> ct.load(file)
    tensor([0, 1, 2])
    """
    weights_only = weights_only is None or weights_only
    if weights_only and pickle_module is not None:
        raise RuntimeError("load: expected no pickle_module with weights_only=True")
    if isinstance(f, (str, os.PathLike)):
        with open(f, "rb") as file:
            return _load(file, os.fspath(f), map_location, weights_only, bool(mmap))
    if mmap:
        raise ValueError("load: expected a path with mmap=True, got a file object")
    if not all(hasattr(f, name) for name in ("read", "seek", "tell")):
        raise TypeError(
            f"load: expected a path or a file that can seek, got {type(f).__name__}"
        )
    return _load(f, None, map_location, weights_only, False)


def _load(
    file: IO[bytes],
    path: str | None,
    map_location: MapLocation,
    weights_only: bool,
    mapped: bool,
) -> Any:
    from ctensor.serialization import _arrays
    from ctensor.serialization._unpickler import read_archive

    read = _arrays.READERS.get(os.path.splitext(path)[1]) if path else None
    if read is not None:
        return _arrays.moved(read(file, mapped), map_location)
    return read_archive(file, map_location, weights_only, mapped)
