"""Memory of the device `cuda`: streams that share it, pinned memory, limits, forks."""

import os
import subprocess
import sys
from collections import namedtuple

import pytest

import ctensor as ct
from ctensor.nn.utils.rnn import pack_padded_sequence
from ctensor.utils.data import DataLoader, TensorDataset

pytestmark = pytest.mark.cuda
N = 1000


@pytest.mark.parametrize("recorded", [True, False])
def test_what_another_stream_uses_waits_for_it(recorded) -> None:
    x = ct.full((N,), 3.0, device="cuda")
    other = ct.cuda.Stream()
    other.wait_stream(ct.cuda.current_stream())
    with other:
        y = x * 2
    if recorded:
        x.record_stream(other)
    at = x.data_ptr()
    del x
    z = ct.full((N,), 7.0, device="cuda")
    assert (z.data_ptr() == at) is not recorded  # nobody waited for `other`
    ct.cuda.current_stream().synchronize()
    if recorded:
        other.synchronize()
        assert y.tolist() == [6] * N
        z = ct.empty(N, device="cuda")
        assert z.data_ptr() == at


def test_what_is_recorded_is_given_back_and_counts_no_more() -> None:
    ct.cuda.empty_cache()
    before, other = ct.cuda.memory_reserved(), ct.cuda.Stream()
    x = ct.ones(1 << 16, device="cuda")
    for stream in (other, other, ct.cuda.current_stream()):
        x.record_stream(stream)
    with other:
        x += 1
    del x
    ct.cuda.empty_cache()  # waits for `other`
    assert ct.cuda.memory_reserved() == before
    x = ct.ones(1 << 16, device="cuda")
    x.record_stream(other)
    del other  # a stream that is gone is not waited for
    del x
    ct.cuda.empty_cache()
    assert ct.cuda.memory_reserved() == before


def test_what_cannot_be_recorded() -> None:
    host, device = ct.ones(2), ct.ones(2).cuda()
    with pytest.raises(NotImplementedError, match="accelerator, got one on cpu"):
        host.record_stream(ct.cuda.current_stream())
    with pytest.raises(NotImplementedError, match="and a stream of cpu"):
        device.record_stream(ct.Stream("cpu"))
    with pytest.raises(TypeError, match=r"expected a ctensor\.Stream, got int"):
        device.record_stream(0)


def test_pinned_memory() -> None:
    x = ct.arange(6.0).reshape(2, 3)
    pinned = x.T.pin_memory()
    assert (pinned.is_pinned(), x.is_pinned()) == (True, False)
    assert pinned.tolist() == x.T.tolist()
    assert pinned.is_contiguous()
    assert pinned.pin_memory() is pinned
    assert pinned[1:].is_pinned()
    assert pinned.untyped_storage().nbytes() == 24
    assert ct.empty(0).pin_memory().shape == (0,)
    with pytest.raises(RuntimeError, match="tensor on the CPU, got one on cuda:0"):
        x.cuda().pin_memory()
    with pytest.raises(RuntimeError, match="tensor on the CPU, got one on meta"):
        x.to("meta").pin_memory()


def test_copies_wait_unless_told_not_to() -> None:
    source = ct.arange(float(N)).pin_memory()
    waited = source.cuda()
    source.zero_()
    assert waited.tolist() == list(range(N))
    late = source.cuda(non_blocking=True)
    source.fill_(5)  # too early: the copy has not begun
    assert late.tolist() == [5] * N
    back = ct.zeros(N).pin_memory()
    back.copy_(waited, non_blocking=True)
    assert back.tolist() == [0] * N
    ct.cuda.synchronize()
    assert back.tolist() == list(range(N))
    assert waited.to("cpu", non_blocking=True).tolist() == list(range(N))


@pytest.mark.parametrize("change", [lambda t: t.T, lambda t: t.double(), lambda t: t])
def test_copies_that_are_laid_out_first(change) -> None:
    """What lies between is of nobody else: it need not be waited for."""
    host = ct.arange(12.0).reshape(3, 4)
    for source in (host, host.pin_memory()):
        there = ct.empty(change(host).shape, device="cuda", dtype=change(host).dtype)
        there.copy_(change(source), non_blocking=True)
        there[:, ::2].copy_(change(source)[:, ::2], non_blocking=True)
        assert there.tolist() == change(host).tolist()
        target = ct.zeros(4, 6).pin_memory()[:, ::2]
        target.copy_(there.reshape(-1)[:12].reshape(4, 3), non_blocking=True)
        assert target.reshape(-1).tolist() == change(host).reshape(-1).tolist()


def test_pinned_memory_ends_after_its_copies() -> None:
    source = ct.arange(float(N)).pin_memory()
    at, late = source.data_ptr(), source.cuda(non_blocking=True)
    del source
    other = ct.zeros(N).pin_memory()
    assert other.data_ptr() != at
    assert late.tolist() == list(range(N))
    del other
    assert {ct.zeros(N).pin_memory().data_ptr() for _ in range(3)} <= {
        at,
        ct.zeros(N).pin_memory().data_ptr(),
    }


Pair = namedtuple("Pair", "x y")


def test_a_loader_pins_its_batches() -> None:
    data = TensorDataset(ct.arange(10.0), ct.arange(10))
    for workers in (0, 2):
        for x, y in DataLoader(data, 5, pin_memory=True, num_workers=workers):
            assert x.is_pinned()
            assert y.is_pinned()
            assert x.cuda(non_blocking=True).tolist() == y.tolist()
    samples = [{"a": ct.ones(2), "b": (Pair(1, ct.zeros(1)), "text")} for _ in range(4)]
    (batch,) = DataLoader(samples, 4, pin_memory=True)
    assert batch["a"].is_pinned()
    assert batch["b"][0].y.is_pinned()
    assert list(batch["b"][1]) == ["text"] * 4
    (plain,) = DataLoader(samples, 4)
    assert not plain["a"].is_pinned()


def test_packed_sequences_are_pinned() -> None:
    packed = pack_padded_sequence(ct.ones(3, 2, 1), [3, 1], enforce_sorted=False)
    assert not packed.is_pinned()
    assert packed.pin_memory().is_pinned()


def test_what_memory_may_be_taken() -> None:
    assert ct.cuda.get_per_process_memory_fraction() == 1
    total = ct.cuda.mem_get_info()[1]
    ct.cuda.empty_cache()
    room = ct.cuda.memory_reserved()
    ct.cuda.set_per_process_memory_fraction((room + (1 << 20)) / total)
    kept = ct.empty(1 << 19, dtype=ct.int8, device="cuda")
    with pytest.raises(MemoryError, match="out of memory"):
        ct.empty(1 << 20, dtype=ct.int8, device="cuda")
    assert ct.empty(1 << 19, dtype=ct.int8, device="cuda").shape == kept.shape
    ct.cuda.set_per_process_memory_fraction(1.0)
    assert ct.empty(1 << 20, dtype=ct.int8, device="cuda").numel() == 1 << 20
    for wrong, error in ((2.0, ValueError), (-0.5, ValueError), (1, TypeError)):
        with pytest.raises(error):
            ct.cuda.set_per_process_memory_fraction(wrong)


def test_what_is_known_of_memory() -> None:
    before = ct.cuda.memory_stats()
    x = ct.empty(1 << 20, dtype=ct.int8, device="cuda")
    now = ct.cuda.memory_stats()
    change = {name: now[name] - before[name] for name in now}
    assert change["allocated_bytes.all.current"] == x.nbytes
    assert change["allocation.all.allocated"] == 1
    assert change["num_alloc_retries"] == 0
    summary = ct.cuda.memory_summary()
    assert summary.startswith("memory of cuda")
    assert f"{now['reserved_bytes.all.peak']:,}" in summary


def test_random_streams_are_one() -> None:
    state = ct.cuda.get_rng_state()
    first = ct.rand(3, device="cuda").tolist()
    ct.cuda.set_rng_state(state)
    assert ct.rand(3).tolist() == first
    states = ct.cuda.get_rng_state_all()
    assert len(states) == 2
    second = ct.rand(3, device="cuda").tolist()
    ct.cuda.set_rng_state_all(states)
    assert ct.rand(3, device="cuda").tolist() == second
    ct.cuda.manual_seed(7)
    assert ct.cuda.initial_seed() == 7


def test_streams_by_name() -> None:
    other, first = ct.cuda.Stream(), ct.cuda.default_stream()
    assert ct.cuda.current_stream() == first
    ct.cuda.set_stream(other)
    assert ct.cuda.current_stream() == other
    ct.cuda.set_stream(first)
    assert ct.cuda.can_device_access_peer(0, 1)
    with pytest.raises(AssertionError):
        ct.cuda.can_device_access_peer(0, 2)


def test_copies_between_devices_keep_the_order_of_both() -> None:
    a = ct.zeros(N, device="cuda:0")
    for i in range(5):
        a += 1
        b = a.to("cuda:1")
        a.zero_()  # after the copy
        a += b.to("cuda:0")
        assert b.device.index == 1, i
    assert a.tolist() == [5] * N
    with ct.cuda.device(1):
        assert ct.cuda.current_stream().device.index == 1


CHILD = """
import os, ctensor as ct
x = ct.ones(4).cuda()
s = ct.cuda.Stream()
pinned = ct.ones(3).pin_memory()
child = os.fork()
if child == 0:
    for call in (lambda: ct.ones(2).cuda(), lambda: x + 1, lambda: x.cpu(),
                 ct.cuda.synchronize, ct.cuda.Stream):
        try:
            call()
        except RuntimeError as error:
            assert "fork of it" in str(error) and "spawn" in str(error), error
        else:
            os._exit(1)
    del x, s, pinned
    os._exit(0 if (ct.ones(2) + 1).tolist() == [2, 2] else 2)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert (x + 1).tolist() == [2] * 4
print("both")
"""


def test_the_child_of_a_fork_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        capture_output=True,
        check=False,
        text=True,
        env=os.environ | {"CTENSOR_CUDA": "emulate"},
    )
    assert done.stdout == "both\n", done.stderr
