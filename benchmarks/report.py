"""Times become ratios, ratios meet targets or not, and both become tables of text."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log
from pathlib import Path

from benchmarks import sweep as sizes
from benchmarks.case import PEERS, Case, Group
from benchmarks.setting import Setting

NAMES = {"ctensor": "ctensor", "numpy": "NumPy", "torch": "PyTorch"}
Times = Mapping[str, Mapping[str, float]]  # case, library -> seconds of a call


def duration(seconds: float | None) -> str:
    """Three digits and a unit."""
    if seconds is None:
        return ""
    for scale, unit in ((1e-6, "ns"), (1e-3, "us"), (1, "ms")):
        if seconds < scale:
            return f"{seconds / scale * 1000:.3g} {unit}"
    return f"{seconds:.3g} s"


def ratio(value: float | None) -> str:
    """How many times as fast."""
    if value is None:
        return ""
    return f"{value:.2f}x" if value < 10 else f"{value:.0f}x"


def geometric_mean(values: list[float]) -> float:
    """The mean for ratios."""
    return exp(sum(map(log, values)) / len(values))


def verdict(value: float | None, least: float) -> str:
    """Whether a ratio reaches what it should."""
    if value is None:
        return "not measured"
    return "met" if value >= least else "**not met**"


def table(rows: list[list[str]]) -> str:
    """A Markdown table, its columns padded so that it reads as text too."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rule = ["-" * widths[0]] + ["-" * (width - 1) + ":" for width in widths[1:]]
    lines = []
    for row in [rows[0], rule, *rows[1:]]:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


class GroupReport:
    """The times of one group, and what they amount to."""

    def __init__(self, group: Group, times: Times) -> None:
        self.group = group
        self.times = times
        self.peers = [p for p in PEERS if any(p in times[c.name] for c in group.cases)]

    def speedup(self, case: Case, peer: str) -> float | None:
        """The peer's time over ctensor's; the peer may be another case of ctensor."""
        ours = self.times[case.name].get("ctensor")
        theirs = self.times[case.name].get(peer)
        if peer not in PEERS:
            theirs = self.times[peer].get("ctensor")
        return theirs / ours if ours and theirs else None

    def speedups(self, peer: str) -> list[float]:
        """All ratios to a peer that were measured."""
        ratios = [self.speedup(case, peer) for case in self.group.cases]
        return [value for value in ratios if value is not None]

    def case_target(self, case: Case) -> str:
        """What a case should reach, and whether it does."""
        texts = []
        for peer, least in case.target.items():
            value = self.speedup(case, peer)
            goal = f"{least:g}x {NAMES.get(peer, peer)}"
            if peer not in PEERS:
                took = f"{1 / value:.2f}x" if value else "?"
                goal = f"{took} of {peer}, at most {1 / least:.2f}x"
            texts.append(f"{goal}: {verdict(value, least)}")
        return "; ".join(texts)

    def summary(self, label: str, combine, targets: Mapping[str, float]) -> list[str]:
        """A closing row: all ratios of each peer in one number, and the targets."""
        values = {p: combine(r) for p in self.peers if (r := self.speedups(p))}
        goals = [
            f"{least:g}x {NAMES[peer]}: {verdict(values.get(peer), least)}"
            for peer, least in targets.items()
        ]
        blank = [""] * (1 + len(self.peers))
        ratios = [ratio(values.get(peer)) for peer in self.peers]
        return [label, *blank, *ratios, "; ".join(goals)]

    def text(self) -> str:
        """The whole table."""
        header = ["", "ctensor", *(NAMES[peer] for peer in self.peers)]
        header += [f"{NAMES[peer]} / ctensor" for peer in self.peers] + ["target"]
        rows = [header]
        for case in self.group.cases:
            times = self.times[case.name]
            cells = [duration(times.get(lib)) for lib in ("ctensor", *self.peers)]
            cells += [ratio(self.speedup(case, peer)) for peer in self.peers]
            rows.append([case.name, *cells, self.case_target(case)])
        if len(self.group.cases) > 2:
            rows.append(self.summary("geometric mean", geometric_mean, self.group.mean))
            rows.append(self.summary("worst case", min, self.group.worst))
        return f"### {self.group.title}\n\n{table(rows)}\n"


def settings_text(group: Group, found: Mapping[Setting, Times]) -> str:
    """A group in several settings: of each, our time and the peers' over it."""
    reports = {setting: GroupReport(group, times) for setting, times in found.items()}
    header, width = [""], 1 + len(PEERS)
    for setting in reports:
        header += [setting.title(), *(f"{NAMES[peer]} /" for peer in PEERS)]
    rows = [header]
    for case in group.cases:
        goals = [f"{least:g}x {NAMES[peer]}" for peer, least in case.target.items()]
        row = [case.name + (f" (target {', '.join(goals)})" if goals else "")]
        for of in reports.values():
            row.append(duration(of.times[case.name].get("ctensor")))
            row += [ratio(of.speedup(case, peer)) for peer in PEERS]
        rows.append(row)
    for label, combine, targets in (
        ("geometric mean", geometric_mean, group.mean),
        ("worst case", min, group.worst),
    ):
        row, goals = [label], [f"{targets[p]:g}x {NAMES[p]}" for p in targets]
        for of in reports.values():
            values = [combine(r) if (r := of.speedups(p)) else None for p in PEERS]
            row += ["", *map(ratio, values)]
        row[0] += f" (target {', '.join(goals)})" if goals else ""
        rows.append(row)
    assert all(len(row) == 1 + width * len(reports) for row in rows)
    return f"### {group.title}\n\n{table(rows)}\n"


SHOWN = (256, 4096, 65536, 2**20)  # elements, of a sweep's many sizes


def sweeps_text(found: Mapping[sizes.Sweep, sizes.Times]) -> str:
    """Nanoseconds per element at a few sizes, the worst ratio, and all cliffs."""
    rows = [["ns per element", *(f"{n:,}" for n in SHOWN), "least ratio", "at"]]
    notes = []
    for sweep, times in found.items():
        ours = {n: times[n]["ctensor"] for n in times if "ctensor" in times[n]}
        cells = [f"{ours[n] / n * 1e9:.3g}" if n in ours else "" for n in SHOWN]
        ratios = {n: r for n in ours if (r := sizes.ratio(times[n])) is not None}
        worst = min(ratios, key=ratios.__getitem__, default=None)
        at = "" if worst is None else f"{worst:,}"
        rows.append([sweep.name, *cells, ratio(ratios.get(worst)), at])
        notes += [f"- {sweep.name}, {text}" for text in sizes.cliffs(times)]
    listed = "\n".join(notes) or "None."
    return (
        f"{table(rows)}\n\nThe ratio is to the better of NumPy and "
        f"PyTorch. Cliffs: the time per element rises by more than {sizes.JUMP:g}x "
        f"past an edge or {sizes.STEP:g}x over a step of four, beyond the better "
        f"peer's, or that peer's time is below {sizes.BOUND:g} of ours.\n\n{listed}\n"
    )


def footprint_text(
    imports: Mapping[str, float], wheel: int | None, sizes: Mapping[str, int]
) -> str:
    """Import time over NumPy's own, sizes on disk, and their targets."""
    rows = [["", *(NAMES[library] for library in imports), "target"]]
    cells = [duration(seconds) for seconds in imports.values()]
    rows.append(["process that imports it", *cells, ""])
    over = {name: seconds - imports["numpy"] for name, seconds in imports.items()}
    goal = ""
    if "ctensor" in over:
        goal = f"40 ms: {verdict(0.040 - over['ctensor'], 0)}"
    cells = [f"{seconds * 1000:.0f} ms" for seconds in over.values()]
    rows.append(["... over NumPy's", *cells, goal])
    if wheel is not None:
        cells = [f"{wheel / 1e6:.1f} MB" if lib == "ctensor" else "" for lib in imports]
        rows.append(["wheel", *cells, f"10 MB: {verdict(10e6 - wheel, 0)}"])
    cells = [f"{sizes[lib] / 1e6:.0f} MB" if lib in sizes else "" for lib in imports]
    rows.append(["installed, with its BLAS", *cells, ""])
    return f"### Import and size\n\n{table(rows)}\n"


def fill(path: Path, marker: str, text: str) -> None:
    """Replaces what stands between the two comments of a marker in a page."""
    begin, end = f"<!-- {marker} begin -->", f"<!-- {marker} end -->"
    page = path.read_text()
    if page.count(begin) != 1 or page.count(end) != 1:
        raise ValueError(f"{path}: expected one '{begin}' and one '{end}'")
    before, rest = page.split(begin)
    _, after = rest.split(end)
    path.write_text(f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}")
