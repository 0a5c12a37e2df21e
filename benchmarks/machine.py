"""A description of the machine that a report was made on."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from datetime import date
from pathlib import Path


def describe(versions: dict[str, dict]) -> list[str]:
    """Lines of text: processor, memory, versions and threads."""
    cores = len(os.sched_getaffinity(0))
    caches = " and ".join(filter(None, [cache(2), cache(3)]))
    memory = int(first(r"MemTotal:\s*(\d+)", "/proc/meminfo") or 0) / 2**20
    libraries = [
        f"{library} {about['version']}"
        + (f" ({about['threads']} threads)" if about.get("threads") else "")
        for library, about in versions.items()
    ]
    return [
        f"{date.today()}; {processor()}, {cores} cores, {caches or 'caches unknown'}, "
        f"{memory:.0f} GiB of memory",
        f"{platform.system()} {platform.machine()}, {' '.join(platform.libc_ver())}, "
        f"Python {platform.python_version()}, {compiler()}",
        ", ".join(libraries),
    ]


def processor() -> str:
    """The processor's name, and the numbers that tell it from its namesakes."""
    name = first(r"model name\s*:\s*(.*)", "/proc/cpuinfo") or platform.processor()
    family = first(r"cpu family\s*:\s*(.*)", "/proc/cpuinfo")
    model = first(r"model\s*:\s*(.*)", "/proc/cpuinfo")
    return f"{name} (family {family}, model {model})" if family else name


def cache(level: int) -> str:
    """The size of the data cache of a level, as "L2 2048K"."""
    for index in Path("/sys/devices/system/cpu/cpu0/cache").glob("index*"):
        if (index / "level").read_text().strip() == str(level):
            return f"L{level} {(index / 'size').read_text().strip()}"
    return ""


def compiler() -> str:
    """The first line of what the C compiler says of itself."""
    try:
        command = [os.environ.get("CC", "cc"), "--version"]
        return subprocess.check_output(command, text=True).splitlines()[0]
    except (OSError, subprocess.CalledProcessError):
        return "no compiler"


def first(pattern: str, path: str) -> str:
    """The first group of the first match in a file, empty where there is none."""
    text = Path(path).read_text() if Path(path).exists() else ""
    match = re.search(pattern, text)
    return match[1].strip() if match else ""
