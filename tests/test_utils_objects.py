"""Tensors as Python objects: swapped, as keys, and an optimizer's; bug reports."""

from __future__ import annotations

import collections
import doctest
import gc
import importlib
import weakref
from collections import OrderedDict, defaultdict

import pytest

import ctensor as ct
from ctensor import nn, optim
from ctensor.optim import _swap
from ctensor.utils import _objects, collect_env, weak
from ctensor.utils.weak import WeakIdKeyDictionary, WeakIdRef


@pytest.mark.parametrize(
    "module", [_objects, _swap, collect_env, weak], ids=lambda m: m.__name__
)
def test_examples(module) -> None:
    result = doctest.testmod(module, extraglobs={"ct": ct})
    assert result.attempted and not result.failed


# ---- swapping ----------------------------------------------------------------------


class Named(ct.Tensor):
    """A subclass of one's own."""


def test_tensors_change_places() -> None:
    x = nn.Parameter(ct.ones(2))
    y = ct.tensor([[3.0]], dtype=ct.float64).as_subclass(Named)
    x.square().sum().backward()
    y.label = "y"
    values, grad = x.data_ptr(), x.grad
    ct.utils.swap_tensors(x, y)
    assert x.tolist() == [[3]] and x.dtype == ct.float64 and type(x) is Named
    assert (x.label, x.grad, x.requires_grad) == ("y", None, False)
    assert type(y) is nn.Parameter and y.data_ptr() == values and y.grad is grad
    assert y.requires_grad and not hasattr(y, "label")
    y.sum().backward()  # y is a leaf of new ops
    assert y.grad.tolist() == [3, 3]


def test_what_cannot_be_swapped() -> None:
    x, y = ct.ones(2, requires_grad=True), ct.zeros(2)
    with pytest.raises(RuntimeError, match="expected leaves, got t2 with MulBackward0"):
        ct.utils.swap_tensors(y, x * 2)
    for pair in ((x, ct.tensor([3])), (ct.tensor([3]), x)):
        with pytest.raises(RuntimeError, match="floating or complex"):
            ct.utils.swap_tensors(*pair)
        assert x.tolist() == [1, 1] and {t.dtype for t in pair} == {x.dtype, ct.int64}
    with pytest.raises(RuntimeError, match="instances of subclasses, or none"):
        ct.utils.swap_tensors(y, nn.Parameter(y))
    ref = weakref.ref(x)
    with pytest.raises(RuntimeError, match="Cannot swap t1 because it has weakref"):
        ct.utils.swap_tensors(x, y)
    assert ref() is x and x.requires_grad and y.tolist() == [0, 0]


def test_modules_of_objects() -> None:
    def function() -> None: ...

    ct.utils.set_module(function, "elsewhere")
    assert function.__module__ == "elsewhere"
    with pytest.raises(TypeError, match="should be a string"):
        ct.utils.set_module(function, function)


# ---- tensors as keys ---------------------------------------------------------------


def test_tensors_are_keys_by_identity() -> None:
    x, y = ct.ones(2), ct.ones(2)
    names = WeakIdKeyDictionary()
    names[x], names[y] = "x", "y"
    assert (names[x], names[y], len(names)) == ("x", "y", 2)
    names[x] = "again"
    assert len(names) == 2 and names.pop(x) == "again" and x not in names
    with pytest.raises(KeyError):
        names[x]
    with pytest.raises(KeyError):
        del names[x]
    assert [key is y for key in names] == [True] and 3 not in names
    other = names.copy()
    del names[y]
    assert other[y] == "y" and len(names) == 0
    assert isinstance(other, weak.WeakTensorKeyDictionary)


def test_keys_are_not_kept() -> None:
    names = WeakIdKeyDictionary()
    for i in range(5):
        x = ct.ones(i)
        names[x] = i
    assert list(names.values()) == [4]
    ref = WeakIdRef(x)
    assert ref == WeakIdRef(x) and ref != WeakIdRef(ct.ones(4)) and ref != 3
    assert hash(ref) == id(x) and ref() is x
    kept = weak.TensorWeakRef(x)
    del x
    gc.collect()
    assert len(names) == 0 and ref() is None and kept() is None
    assert ref == ref and ref != WeakIdRef(names)
    with pytest.raises(TypeError, match="expected a Tensor, got int"):
        weak.TensorWeakRef(3)


# ---- optimizers --------------------------------------------------------------------


def test_an_optimizer_works_on_other_tensors() -> None:
    w = [ct.ones(2, requires_grad=True), ct.ones(3, requires_grad=True)]
    optimizer = optim.Adam([{"params": w[:1], "lr": 0.5}, {"params": w[1:]}], lr=0.1)

    def step(params) -> None:
        for p in params:
            p.grad = ct.ones_like(p)
        optimizer.step()

    step(w)
    others = {str(i): p.detach().clone().requires_grad_() for i, p in enumerate(w)}
    state = optimizer.state_dict()
    state["param_groups"][0]["lr"] = 0.25
    groups = [group["params"] for group in optimizer.param_groups]
    before = [p.tolist() for p in w]
    with optim.swap_in_optimizer_params_and_state(optimizer, others, state):
        assert optimizer.param_groups[0]["lr"] == 0.25
        step(others.values())
    assert [p.tolist() for p in w] == before
    assert optimizer.param_groups[0]["lr"] == 0.5
    assert all(
        a is b["params"] for a, b in zip(groups, optimizer.param_groups, strict=True)
    )
    moved = (w[0] - others["0"]).tolist(), (w[1] - others["1"]).tolist()
    assert moved[0] == pytest.approx([0.25] * 2) and moved[1] == pytest.approx(
        [0.1] * 3
    )
    swapped = optim.swap_in_optimizer_params_and_state
    with (
        pytest.raises(ValueError, match=r"expected groups of \[1, 1\] parameters"),
        swapped(optimizer, {}, state),
    ):
        pass
    with pytest.raises(LookupError), swapped(optimizer, others, state):
        raise LookupError
    assert optimizer.param_groups[0]["params"][0] is w[0] and w[0] in optimizer.state


def test_older_name_of_clipping() -> None:
    x = ct.ones(4, requires_grad=True)
    x.grad = ct.full((4,), 2.0)
    with pytest.warns(FutureWarning, match="clip_grad_norm is deprecated"):
        total = nn.utils.clip_grad_norm(x, 1.0)
    assert total.item() == 4 and x.grad.tolist() == pytest.approx([0.5] * 4, 1e-4)


# ---- the system --------------------------------------------------------------------


def test_report_of_the_system(capsys) -> None:
    info = collect_env.get_env_info()
    assert {"ctensor", "numpy", "system", "Python", "threads"} <= info.keys()
    collect_env.main()
    assert capsys.readouterr().out.strip() == collect_env.get_pretty_env_info()


def test_modules_of_devices_and_anomalies() -> None:
    assert ct.get_device_module() is ct.get_device_module("cpu:0") is ct.cpu
    assert ct.get_device_module(ct.device("cuda", 1)) is ct.cuda
    with pytest.raises(RuntimeError, match="'meta' does not have"):
        ct.get_device_module("meta")
    assert not ct.is_distributed(ct.ones(1))
    ct.set_anomaly_enabled(True, check_nan=False)
    try:
        assert ct.is_anomaly_enabled() and not ct.is_anomaly_check_nan_enabled()
    finally:
        ct.set_anomaly_enabled(False)
    assert not ct.is_anomaly_enabled()


def test_switches_of_other_libraries() -> None:
    from ctensor import backends

    for name in ("mkl", "mkldnn", "nnpack", "openmp", "opt_einsum"):
        assert not getattr(backends, name).is_available()
    backends.mkldnn.enabled = False
    assert backends.nnpack.set_flags(True) == (False,)
    assert backends.mha.get_fastpath_enabled()
    backends.mha.set_fastpath_enabled(False)
    assert not backends.mha.get_fastpath_enabled()
    backends.mha.set_fastpath_enabled(True)
    names = ("DEFAULT", "AVX2", "AVX512", "AVX512BF16", "AVX512AMX")
    assert backends.cpu.get_cpu_capability() in names
    with pytest.raises(AttributeError, match="'kleidiai': PyTorch has it"):
        _ = backends.kleidiai


def test_cpu_as_a_device() -> None:
    found = ct.cpu.get_capabilities()
    assert found["num_logical_cores"] > 0 and isinstance(found["avx2"], bool)
    for stream in (None, ct.cpu.Stream()):
        with ct.cpu.StreamContext(stream):
            assert (ct.ones(2) + 1).tolist() == [2, 2]


def test_backward_runs_where_it_is_called() -> None:
    x = ct.ones(2, requires_grad=True)
    with ct.autograd.set_multithreading_enabled(False):
        x.sum().backward()
    assert x.grad.tolist() == [1, 1]
    assert ct.autograd.variable.Variable is ct.autograd.Variable


# ---- places of names, trees ----------------------------------------------------------


def test_files_have_the_names_that_pytorchs_have() -> None:
    from ctensor.nn.modules import _elsewhere

    for file, places in _elsewhere.PLACES.items():
        module = importlib.import_module(f"ctensor.nn.modules.{file}")
        for name, (place, own) in _elsewhere._found(places).items():
            there = importlib.import_module(f"ctensor.nn.modules.{place}")
            assert getattr(module, name) is getattr(there, own)
    with pytest.raises(AttributeError, match=r"'ctensor.nn.modules.loss' has no"):
        _ = nn.modules.loss.NoSuchLoss
    assert isinstance(nn.Conv2d(1, 1, 1), nn.modules.conv._ConvNd)
    for file, name in (
        ("pixelshuffle", "PixelShuffle"),
        ("channelshuffle", "ChannelShuffle"),
        ("fold", "Unfold"),
    ):
        module = importlib.import_module(f"ctensor.nn.modules.{file}")
        assert getattr(module, name) is getattr(nn, name)
    linear = nn.modules.linear.NonDynamicallyQuantizableLinear(2, 3)
    assert linear.weight.shape == (3, 2)


def test_sizes_and_prefixes() -> None:
    from ctensor.nn.modules import utils

    assert doctest.testmod(utils, extraglobs={"_ntuple": utils._ntuple}).failed == 0
    assert utils._pair(3) == (3, 3) and utils._triple([1, 2, 4]) == (1, 2, 4)
    assert utils._single(1) == (1,) and utils._quadruple(0) == (0,) * 4
    assert utils._reverse_repeat_tuple((1, 2), 2) == (2, 2, 1, 1)
    model = nn.DataParallel(nn.Sequential(nn.Linear(2, 1)))
    state = model.state_dict()
    utils.consume_prefix_in_state_dict_if_present(state, "module.")
    assert list(state) == ["0.weight", "0.bias"]
    assert list(state._metadata) == ["", "module", "0"] or "0" in state._metadata
    model.module.load_state_dict(state)


def test_trees() -> None:
    from ctensor.utils import _pytree as p

    assert doctest.testmod(p).failed == 0
    pair = collections.namedtuple("pair", "a b")
    tree = {
        "x": [1, (2, None)],
        "y": pair(3, OrderedDict(z=4)),
        "w": defaultdict(list, {"q": 5}),
    }
    leaves, spec = p.tree_flatten(tree)
    assert leaves == [1, 2, None, 3, 4, 5] and spec.num_leaves == 6
    again = p.tree_unflatten(leaves, spec)
    assert again == tree and type(again["y"]) is pair
    assert again["w"].default_factory is list and not spec.is_leaf()
    assert p.tree_structure(again) == spec and spec.unflatten(range(6))["x"][0] == 0
    assert p.tree_leaves(tree, is_leaf=lambda x: isinstance(x, pair))[3] == tree["y"]
    assert p.tree_map_only(int, lambda x: -x, [1, "a"]) == [-1, "a"]
    assert p.tree_any(lambda x: x is None, tree) and not p.tree_all(bool, tree)
    with pytest.raises(ValueError, match="expected 6 leaves, got 1"):
        p.tree_unflatten([1], spec)
    with pytest.raises(ValueError, match="trees of one form"):
        p.tree_map(max, [1], (1,))


def test_scripts_that_ask_for_a_gpu() -> None:
    cuda = ct.cuda
    assert not cuda.is_bf16_supported() and not cuda.is_initialized()
    assert not cuda.is_tf32_supported() and cuda.get_arch_list() == []
    assert cuda.memory_reserved() == cuda.max_memory_reserved() == 0
    assert cuda.reset_peak_memory_stats() is cuda.seed_all() is None
    assert cuda.get_rng_state_all() == []
    cuda.set_rng_state_all([])
    cuda.set_device(-1)
    with cuda.device(-1), cuda.device(None):
        pass
    refused = [
        lambda: cuda.set_device(0),
        lambda: cuda.device(0).__enter__(),
        lambda: cuda.set_rng_state_all([ct.ones(1)]),
        lambda: ct.accelerator.set_device_index(0),
        lambda: ct.accelerator.device_index(0).__enter__(),
    ]
    names = ("init", "get_device_name", "get_device_capability", "mem_get_info")
    refused += [getattr(cuda, name) for name in (*names, "get_device_properties")]
    for call in refused:
        with pytest.raises(RuntimeError, match=r"expected an? "):
            call()
    with ct.accelerator.device_index(None):
        pass
    for name in ("memory_allocated", "max_memory_reserved", "get_memory_info"):
        with pytest.raises(RuntimeError, match=f"{name}: expected an accelerator"):
            getattr(ct.accelerator, name)()


def test_types_of_a_gpus_tensors() -> None:
    kind = ct.cuda.FloatTensor if ct.cuda.is_available() else ct.FloatTensor
    assert kind([1.0]).dtype == ct.float32
    assert ct.cuda.LongTensor.is_cuda and ct.cuda.LongTensor.dtype == ct.int64
    assert not isinstance(ct.ones(1), ct.cuda.FloatTensor)
    assert repr(ct.cuda.HalfTensor) == "<class 'ctensor.cuda.HalfTensor'>"
    with pytest.raises(TypeError, match=r"ctensor\.cuda\.FloatTensor not available"):
        ct.cuda.FloatTensor(3)


def test_gradient_under_its_private_name() -> None:
    x = ct.ones(1, requires_grad=True)
    x.sum().backward()
    assert x._grad is x.grad
