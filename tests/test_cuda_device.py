"""The device `cuda`: memory, copies, casts, streams and events, and what is refused."""

import itertools
import subprocess
import sys

import numpy as np
import pytest
from test_table import ALL

import ctensor as ct

pytestmark = pytest.mark.cuda


def values(dtype: str, shape=(5, 7)) -> ct.Tensor:
    """Numbers of either sign, as the dtype has them."""
    n = int(np.prod(shape))
    drawn = ct.arange(n).to(ct.float64) * 1.37 - n / 3
    return drawn.reshape(shape).to(getattr(ct, dtype))


def same(a: ct.Tensor, b: ct.Tensor) -> None:
    assert (a.dtype, a.shape) == (b.dtype, b.shape)
    if a.dtype == ct.bfloat16:
        a, b = a.float(), b.float()
    np.testing.assert_array_equal(a.cpu().numpy(), b.cpu().numpy())


LAYOUTS = {
    "plain": lambda t: t,
    "transposed": lambda t: t.T,
    "strided": lambda t: t[::2, ::3],
    "reversed": lambda t: t[::-1, ::-1],
    "expanded": lambda t: t[:, :1].expand(-1, 4),
    "offset": lambda t: t[1:, 2:],
    "0-d": lambda t: t[2, 3],
    "empty": lambda t: t[:0],
}


@pytest.mark.parametrize("dtype", ALL)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_to_the_device_and_back(dtype, layout) -> None:
    t = values(dtype)
    moved = t.to("cuda")
    assert moved.device == ct.device("cuda:0")
    assert moved.is_cuda
    same(LAYOUTS[layout](moved).cpu(), LAYOUTS[layout](t))
    same(LAYOUTS[layout](t).cuda().cpu(), LAYOUTS[layout](t))


@pytest.mark.parametrize(("a", "b"), list(itertools.product(ALL, ALL)))
def test_casts(a, b) -> None:
    """As the CPU casts, numbers out of range too."""
    t = values(a) * (1 if a == "bool" else 100 if "int" not in a else 1)
    t = t.to(getattr(ct, a))
    for change in (LAYOUTS["plain"], LAYOUTS["strided"]):
        want = change(t).to(getattr(ct, b))
        same(change(t.cuda()).to(getattr(ct, b)), want)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("dtype", ["float32", "complex128", "int8", "bool", "float16"])
def test_copies_into_layouts(dtype, layout) -> None:
    if layout == "expanded":
        return
    base, source = values(dtype), values(dtype).flip(0)
    device = base.clone().cuda()
    target, target_device = LAYOUTS[layout](base), LAYOUTS[layout](device)
    given = LAYOUTS[layout](source)
    target_device.copy_(given)  # from the host
    target.copy_(given)
    same(device, base)
    target_device.copy_(LAYOUTS[layout](source.cuda()) * 1)
    same(device, base)
    target_device.fill_(1)
    target.fill_(1)
    same(device, base)


def test_copies_that_overlap() -> None:
    host, device = values("float32", (100,)), values("float32", (100,)).cuda()
    for t in (host, device):
        t[1:].copy_(t[:-1])
    same(device, host)


def test_joins_that_overlap() -> None:
    for device in ("cpu", "cuda"):
        y = ct.arange(6.0, device=device)
        ct.cat([y[1:3], y[:2]], out=y[:4])
        assert y.tolist() == [1, 2, 0, 1, 4, 5]
        ct.stack([y[2:4], y[:2]], 1, out=y[:4].view(2, 2))
        assert y.tolist() == [0, 1, 1, 2, 4, 5]


def test_one_element() -> None:
    t = ct.tensor([[1.5, 2], [3, 4]]).cuda()
    assert t[1, 0].item() == 3
    assert float(t[0, 0]) == 1.5
    assert bool(t[0, 0])
    assert t.tolist() == [[1.5, 2], [3, 4]]


def test_printing() -> None:
    t = ct.tensor([[1.5, 2], [3, 4]]).cuda()
    assert repr(t) == (
        "tensor([[1.5000, 2.0000],\n        [3.0000, 4.0000]], device='cuda:0')"
    )
    assert "device='cuda:0'" in repr(ct.arange(10000).cuda())


def test_factories() -> None:
    with ct.device("cuda"):
        made = [ct.zeros(3), ct.ones(2, 2), ct.full((2,), 7), ct.tensor([1, 2])]
    assert [t.tolist() for t in made] == [[0] * 3, [[1, 1], [1, 1]], [7, 7], [1, 2]]
    assert all(t.is_cuda for t in made)
    assert ct.empty(4, device="cuda").shape == (4,)
    assert ct.zeros_like(made[1]).is_cuda


def test_host_code_cannot_touch_the_memory() -> None:
    code = (
        "import ctypes, ctensor as ct\n"
        "t = ct.ones(100).cuda(); ct.cuda.synchronize()\n"
        "print(t.sum if False else t.cpu()[0].item(), flush=True)\n"
        "ctypes.string_at(t.data_ptr(), 4)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, text=True
    )
    assert done.stdout == "1.0\n"
    assert done.returncode in (-11, -7), done.stderr


def test_devices_do_not_mix() -> None:
    a, b = ct.ones(2).cuda(), ct.ones(2)
    with pytest.raises(RuntimeError, match="one device, got cuda:0 and cpu"):
        a + b
    assert (a + ct.tensor(2.0)).tolist() == [3, 3]
    with pytest.raises(RuntimeError, match="expected out on cuda:0, got one on cpu"):
        ct.add(a, a, out=b)
    for ask in (a.numpy, lambda: np.asarray(a)):
        with pytest.raises(TypeError, match=r"\.cpu\(\)"):
            ask()


def test_two_devices() -> None:
    a = ct.arange(6.0).reshape(2, 3).to("cuda:0")
    b = (a * 2).to("cuda:1")
    assert b.device == ct.device("cuda:1")
    same(b.T.to("cuda:0"), (a * 2).T)
    with pytest.raises(RuntimeError, match="one device, got cuda:0 and cuda:1"):
        a + b
    with pytest.raises(RuntimeError, match="expected a device from cuda:0 to cuda:1"):
        a.to("cuda:9")


def test_work_is_late_and_events_order_streams() -> None:
    one, two = ct.cuda.Stream(), ct.cuda.Stream()
    done = ct.cuda.Event()
    x = ct.zeros(1000, device="cuda")
    ct.cuda.synchronize()
    with one:
        for _ in range(20):
            x += 1
        done.record(one)
        assert not done.query()
    with two:
        two.wait_event(done)
        y = x * 2
    two.synchronize()
    assert done.query()
    with two:
        assert y.tolist() == [40] * 1000
    assert one.query()


def test_time_between_events() -> None:
    start, end = (ct.cuda.Event(enable_timing=True) for _ in range(2))
    start.record()
    x = ct.ones(100000, device="cuda").exp()
    end.record()
    end.synchronize()
    assert 0 < start.elapsed_time(end) < 1000
    assert x.shape == (100000,)


def test_memory_runs_out_and_is_there_again() -> None:
    with pytest.raises(MemoryError, match=r"out of memory: expected \d+ bytes on"):
        ct.empty(1 << 40, dtype=ct.int8, device="cuda")
    assert (ct.ones(10, device="cuda") + 1).tolist() == [2] * 10


def test_what_is_known_of_the_devices() -> None:
    assert ct.cuda.is_available()
    assert ct.cuda.device_count() == 2
    assert ct.cuda.get_device_name() == "emulated"
    assert ct.cuda.get_device_capability() == (9, 0)
    assert ct.cuda.get_device_properties(1).total_memory == ct.cuda.mem_get_info(1)[1]
    before = ct.cuda.memory_allocated()
    t = ct.empty(1 << 20, dtype=ct.int8, device="cuda")
    assert ct.cuda.memory_allocated() == before + (1 << 20)
    assert ct.cuda.max_memory_allocated() >= before + (1 << 20)
    del t
    assert ct.cuda.memory_allocated() == before
    assert ct.cuda.memory_reserved() >= 1 << 20
    ct.cuda.empty_cache()
    assert ct.cuda.memory_reserved() == ct.cuda.memory_allocated()


def test_the_current_device_is_the_threads() -> None:
    assert ct.cuda.current_device() == 0
    with ct.cuda.device(1):
        assert ct.cuda.current_device() == 1
        assert ct.ones(2, device="cuda").device == ct.device("cuda:1")
        assert ct.ones(2).cuda().device == ct.device("cuda:1")
    assert ct.ones(2).cuda().device == ct.device("cuda:0")
    with pytest.raises(RuntimeError, match="expected a device from cuda:0 to cuda:1"):
        ct.cuda.set_device(7)


def test_rows_without_kernels_say_so() -> None:
    with pytest.raises(NotImplementedError, match="no kernel for device cuda"):
        ct.linalg.eigh(ct.eye(3, device="cuda"))


def test_gradients_stay_on_the_device() -> None:
    x = ct.linspace(-1, 1, 50).cuda().requires_grad_()
    y = (x.sin() * x.exp()).tanh()
    y.backward(ct.ones_like(y.detach()))
    host = x.detach().cpu().requires_grad_()
    (host.sin() * host.exp()).tanh().backward(ct.ones(50))
    assert x.grad.is_cuda
    np.testing.assert_allclose(x.grad.cpu().numpy(), host.grad.numpy(), 1e-6, 1e-6)
