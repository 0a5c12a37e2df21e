"""Fourier transforms: one long line, a plane, short lines, many lines, odd lengths."""

from benchmarks.case import Case, Group


def transform(name: str, statement: str) -> Case:
    """All three libraries write a transform alike."""
    return Case(name, f"fft.{statement}", f"fft.{statement}")


FFT = Group(
    "fft",
    "Fourier transforms, float32 and complex64",
    tensor_setup="""
fft = lib.fft
line, short, prime = lib.rand(1 << 20), lib.rand(64), lib.rand(10_007)
plane, lines = lib.rand(512, 512), lib.rand(1000, 400)
whole, spectrum, tiny = fft.fft(line), fft.rfft(line), fft.fft(short)
waves, rows = fft.fft(plane), fft.fft(lib.rand(1000, 64))
""",
    numpy_setup="""
fft, generator = lib.fft, lib.random.default_rng(0)
rand = lambda *shape: generator.random(shape, lib.float32)
line, short, prime = rand(1 << 20), rand(64), rand(10_007)
plane, lines = rand(512, 512), rand(1000, 400)
whole, spectrum, tiny = fft.fft(line), fft.rfft(line), fft.fft(short)
waves, rows = fft.fft(plane), fft.fft(rand(1000, 64))
""",
    cases=[
        transform("1M real", "rfft(line)"),
        transform("1M real, back", "irfft(spectrum)"),
        transform("1M complex", "fft(whole)"),
        transform("512x512 complex", "fft2(waves)"),
        transform("512x512 real", "rfft2(plane)"),
        transform("64 complex", "fft(tiny)"),
        transform("64 real", "rfft(short)"),
        transform("10007 real", "rfft(prime)"),
        transform("1000 lines of 64", "fft(rows)"),
        transform("1000 lines of 400, real", "rfft(lines)"),
    ],
)
