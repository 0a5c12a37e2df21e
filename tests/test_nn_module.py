"""nn.Module: members, hooks, state dict, dtype, copies, repr."""

import copy
import gc
import math
import pickle
import weakref

import numpy as np
import pytest

import ctensor as ct
from ctensor import nn
from ctensor.nn.modules.module import register_module_forward_hook


class Net(nn.Module):
    """Two layers, one buffer of each kind, one plain attribute."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(3, 4)
        self.second = nn.Linear(4, 2, bias=False)
        self.register_buffer("count", ct.zeros(2))
        self.register_buffer("scratch", ct.ones(1), persistent=False)
        self.label = "net"

    def forward(self, x, scale=1.0):
        return self.second(self.first(x).relu()) * scale


# ---- members ----


def test_name_of_another_kind_of_member_is_taken() -> None:
    module = nn.Sequential(nn.ReLU())
    module.register_buffer("b", ct.ones(1))
    module.register_buffer("b", None, persistent=False)
    with pytest.raises(KeyError, match="already exists"):
        module.register_buffer("0", None)
    with pytest.raises(KeyError, match="already exists"):
        module.register_parameter("b", None)


def test_members_are_found_in_order():
    net = Net()
    names = ["first.weight", "first.bias", "second.weight"]
    assert [name for name, _ in net.named_parameters()] == names
    assert [name for name, _ in net.named_buffers()] == ["count", "scratch"]
    assert [name for name, _ in net.named_modules()] == ["", "first", "second"]
    assert list(net.children()) == [net.first, net.second]
    assert [p.shape for p in net.parameters()] == [(4, 3), (4,), (2, 4)]
    assert list(net.parameters(recurse=False)) == []


def test_attribute_and_mapping_are_one():
    net = Net()
    new = nn.Parameter(ct.zeros(4, 3))
    net.first._parameters["weight"] = new
    assert net.first.weight is new
    assert net.first._parameters["weight"] is new
    net._modules["second"] = nn.Identity()
    assert isinstance(net.second, nn.Identity)
    del net._buffers["count"]
    assert not hasattr(net, "count")
    assert dict(net._buffers).keys() == {"scratch"}
    with pytest.raises(KeyError):
        net._modules["count"]


def test_assignment_changes_the_kind():
    net = Net()
    net.label = nn.ReLU()
    assert "label" in dict(net.named_children())
    net.label = nn.Parameter(ct.ones(1))
    assert "label" not in dict(net.named_children())
    assert "label" in dict(net.named_parameters())
    del net.label
    assert not hasattr(net, "label")
    assert "label" not in net._modules


def test_none_keeps_the_name():
    net = Net()
    net.first.bias = None
    assert "first.bias" not in net.state_dict()
    assert list(net.first._parameters) == ["weight", "bias"]
    net.first.bias = nn.Parameter(ct.ones(4))
    assert "first.bias" in net.state_dict()


def test_buffer_takes_plain_tensors_only_under_its_name():
    net = Net()
    net.count = ct.ones(2)
    assert dict(net.named_buffers())["count"] is net.count
    net.other = ct.ones(2)
    assert "other" not in dict(net.named_buffers())


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("first", 3, "cannot assign 'int' as child module 'first'"),
        ("count", "x", "cannot assign 'str' as buffer 'count'"),
    ],
)
def test_assignment_of_another_type_is_refused(name, value, message):
    with pytest.raises(TypeError, match=message):
        setattr(Net(), name, value)


def test_plain_tensor_is_no_parameter():
    with pytest.raises(TypeError, match="cannot assign 'Tensor' as parameter 'weight'"):
        nn.Linear(2, 2).weight = ct.zeros(2, 2)


@pytest.mark.parametrize(
    ("name", "error"), [("a.b", KeyError), ("", KeyError), ("label", KeyError)]
)
def test_register_refuses_bad_names(name, error):
    net = Net()
    for register in (net.register_parameter, net.register_buffer, net.add_module):
        with pytest.raises(error):
            register(name, None)
    with pytest.raises(TypeError, match="name should be a string"):
        net.register_buffer(1, None)


def test_register_refuses_bad_values():
    net = Net()
    with pytest.raises(TypeError, match="Parameter or None required"):
        net.register_parameter("w", ct.zeros(1))
    with pytest.raises(TypeError, match="Tensor or None required"):
        net.register_buffer("w", 1)
    with pytest.raises(TypeError, match=r"nn\.functional\.relu is not a Module"):
        nn.Sequential(ct.nn.functional.relu)
    with pytest.raises(TypeError, match="int is not a Module subclass"):
        net.add_module("w", 1)
    with pytest.raises(TypeError, match=r"got the class ReLU: pass ReLU\(\.\.\.\)"):
        nn.Sequential(nn.ReLU)
    with pytest.raises(TypeError, match=r"Module.__init__\(\) takes 1 positional"):
        nn.Module(1)


def test_module_before_init_is_refused():
    class Early(nn.Module):
        def __init__(self):
            self.layer = nn.Linear(1, 1)

    with pytest.raises(AttributeError, match=r"before Module.__init__\(\) call"):
        Early()


def test_shared_members_are_counted_once():
    layer = nn.Linear(2, 2)
    pair = nn.Sequential(layer, layer)
    assert len(list(pair.parameters())) == 2
    assert len(list(pair.modules())) == 2
    every = pair.named_parameters(remove_duplicate=False)
    assert [name for name, _ in every] == ["0.weight", "0.bias", "1.weight", "1.bias"]


def test_get_by_dotted_name():
    net = Net()
    assert net.get_submodule("") is net
    assert net.get_submodule("first") is net.first
    assert net.get_parameter("first.weight") is net.first.weight
    assert net.get_buffer("count") is net.count
    with pytest.raises(AttributeError, match="Net has no attribute `third`"):
        net.get_submodule("third")
    with pytest.raises(AttributeError, match=r"is not an nn\.Module"):
        net.get_submodule("count")
    with pytest.raises(AttributeError, match="is not a buffer"):
        net.get_buffer("first.weight")


def test_set_submodule():
    net = Net()
    net.set_submodule("second", nn.Sequential(nn.ReLU()), strict=True)
    net.set_submodule("second.1", nn.Tanh())
    assert [type(m).__name__ for m in net.second] == ["ReLU", "Tanh"]
    with pytest.raises(AttributeError, match="has no attribute `third`"):
        net.set_submodule("third", nn.Tanh(), strict=True)
    with pytest.raises(AttributeError, match="`label` is not an nn"):
        net.set_submodule("label", nn.Tanh())


def test_modules_die_without_the_cycle_collector():
    gc.disable()
    try:
        net = Net()
        watch = weakref.ref(net)
        del net
        assert watch() is None
    finally:
        gc.enable()


# ---- calling, modes ----


def test_call_passes_arguments():
    net = Net()
    x = ct.ones(2, 3)
    assert net(x, scale=2.0).tolist() == (net(x) * 2).tolist()


def test_forward_missing():
    with pytest.raises(NotImplementedError, match='missing the required "forward"'):
        nn.Module()(1)


def test_train_eval_and_apply():
    net = Net()
    assert net.training
    assert net.eval() is net
    assert not net.first.training
    net.train()
    assert net.second.training
    seen = []
    net.apply(lambda module: seen.append(type(module).__name__))
    assert seen == ["Linear", "Linear", "Net"]
    with pytest.raises(ValueError, match="boolean"):
        net.train(1)


def test_gradients_of_a_module():
    net = Net()
    net(ct.ones(1, 3)).sum().backward()
    assert all(p.grad is not None for p in net.parameters())
    net.zero_grad(set_to_none=False)
    assert all(p.grad.abs().sum().item() == 0 for p in net.parameters())
    net.zero_grad()
    assert all(p.grad is None for p in net.parameters())
    net.requires_grad_(False)
    assert not any(p.requires_grad for p in net.parameters())


# ---- hooks ----


def test_forward_hooks_see_and_replace():
    layer = nn.Identity()
    first = layer.register_forward_pre_hook(lambda m, args: (args[0] + 1,))
    second = layer.register_forward_hook(lambda m, args, out: out * args[0])
    assert layer(ct.tensor(2.0)).item() == 9.0
    first.remove()
    assert layer(ct.tensor(2.0)).item() == 4.0
    with second:
        pass
    assert layer(ct.tensor(2.0)).item() == 2.0


def test_hooks_with_kwargs_in_order():
    class Scale(nn.Module):
        def forward(self, x, by=1.0):
            return x * by

    layer, order = Scale(), []
    layer.register_forward_hook(lambda m, a, k, out: order.append(k), with_kwargs=True)
    layer.register_forward_hook(lambda m, a, out: order.append(1), prepend=True)
    layer.register_forward_pre_hook(
        lambda m, args, kwargs: (args, {"by": 3.0}), with_kwargs=True
    )
    assert layer(ct.tensor(2.0), by=2.0).item() == 6.0
    assert order == [1, {"by": 3.0}]


def test_pre_hook_with_kwargs_must_return_a_pair():
    layer = nn.Identity()
    layer.register_forward_pre_hook(lambda m, a, k: 1, with_kwargs=True)
    with pytest.raises(RuntimeError, match=r"tuple of \(new_args, new_kwargs\)"):
        layer(1)


def test_always_call_hook_runs_when_forward_raises():
    seen = []
    layer = nn.Linear(2, 2)
    layer.register_forward_hook(lambda m, a, out: seen.append(out), always_call=True)
    with pytest.raises((RuntimeError, TypeError)):
        layer("no tensor")
    assert seen == [None]


def test_global_hook_runs_for_all_modules():
    seen = []
    handle = register_module_forward_hook(lambda m, a, out: seen.append(type(m)))
    net = nn.Sequential(nn.ReLU(), nn.Identity())
    net(ct.ones(1))
    assert seen == [nn.ReLU, nn.Identity, nn.Sequential]
    handle.remove()
    net(ct.ones(1))
    assert len(seen) == 3


def test_backward_hooks_see_both_gradients():
    layer, seen = nn.Linear(2, 1, bias=False), []
    layer.weight.data = ct.tensor([[2.0, 3.0]])
    layer.register_full_backward_pre_hook(lambda m, out: seen.append(out[0].item()))
    layer.register_full_backward_hook(
        lambda m, grad_in, grad_out: seen.append((grad_in[0].tolist(), len(grad_out)))
    )
    x = ct.ones(1, 2, requires_grad=True)
    (layer(x) * 5).sum().backward()
    assert seen == [5.0, ([[10.0, 15.0]], 1)]
    assert x.grad.tolist() == [[10.0, 15.0]]
    assert layer.weight.grad.tolist() == [[5.0, 5.0]]


def test_backward_hook_replaces_the_gradient():
    layer = nn.Identity()
    layer.register_full_backward_hook(lambda m, grad_in, out: (grad_in[0] * 3,))
    x = ct.ones(2, requires_grad=True)
    layer(x).sum().backward()
    assert x.grad.tolist() == [3.0, 3.0]


def test_backward_hook_without_input_gradient():
    layer, seen = nn.Linear(2, 1), []
    layer.register_full_backward_hook(lambda m, gi, go: seen.append((gi, len(go))))
    with pytest.warns(UserWarning, match="no inputs require gradients"):
        layer(ct.ones(1, 2)).sum().backward()
    assert seen == [((None,), 1)]


# ---- state ----


def test_state_dict_shares_memory_and_loads():
    net, other = Net(), Net()
    state = net.state_dict()
    assert list(state) == ["count", "first.weight", "first.bias", "second.weight"]
    assert not state["first.weight"].requires_grad
    keys = other.load_state_dict(state)
    assert repr(keys) == "<All keys matched successfully>"
    for name, value in other.state_dict().items():
        np.testing.assert_array_equal(np.asarray(value), np.asarray(state[name]))
    net.first.weight.data.fill_(7.0)
    assert float(state["first.weight"][0, 0]) == 7.0


def test_state_dict_of_arrays():
    layer = nn.Linear(2, 1)
    layer.load_state_dict(
        {"weight": np.array([[1.0, 2.0]]), "bias": np.zeros(1, np.float32)}
    )
    assert layer.weight.tolist() == [[1.0, 2.0]]
    assert layer.weight.dtype == ct.float32


def test_load_reports_every_error():
    state = Net().state_dict()
    del state["count"]
    state["first.extra"] = ct.zeros(1)
    state["first.bias"] = ct.zeros(9)
    with pytest.raises(RuntimeError) as caught:
        Net().load_state_dict(state)
    text = str(caught.value)
    assert text.startswith("Error(s) in loading state_dict for Net:\n\t")
    assert 'Missing key(s) in state_dict: "count". ' in text
    assert 'Unexpected key(s) in state_dict: "first.extra". ' in text
    assert "size mismatch for first.bias: copying a param with shape" in text


def test_load_not_strict_returns_the_keys():
    state = Net().state_dict()
    del state["count"]
    state["extra"] = ct.zeros(1)
    result = Net().load_state_dict(state, strict=False)
    assert result.missing_keys == ["count"]
    assert result.unexpected_keys == ["extra"]


def test_load_assign_takes_the_tensors():
    layer = nn.Linear(2, 1)
    weight = ct.zeros(1, 2, dtype=ct.float64)
    layer.load_state_dict({"weight": weight, "bias": layer.bias}, assign=True)
    assert layer.weight.dtype == ct.float64
    assert isinstance(layer.weight, nn.Parameter)
    assert layer.weight.data_ptr() == weight.data_ptr()


def test_load_keeps_requires_grad_and_identity():
    layer = nn.Linear(2, 1)
    weight = layer.weight
    layer.load_state_dict(nn.Linear(2, 1).state_dict())
    assert layer.weight is weight
    assert weight.requires_grad
    assert weight.is_leaf


def test_state_dict_hooks():
    net = Net()
    net.register_state_dict_post_hook(lambda m, s, prefix, meta: s.pop("count"))
    assert "count" not in net.state_dict()
    seen = []
    net.register_load_state_dict_post_hook(
        lambda m, keys: seen.append(list(keys.missing_keys))
    )
    net.load_state_dict(net.state_dict(), strict=False)
    assert seen == [["count"]]


def test_extra_state_is_an_entry_of_its_own():
    class Counter(nn.Module):
        steps = 0

        def get_extra_state(self):
            return self.steps

        def set_extra_state(self, state):
            self.steps = state

    net, other = nn.Sequential(Counter()), nn.Sequential(Counter())
    net[0].steps = 3
    other.load_state_dict(net.state_dict())
    assert other[0].steps == 3
    assert other.load_state_dict({}, strict=False).missing_keys == ["0._extra_state"]


def test_load_refuses_other_types():
    with pytest.raises(TypeError, match="dict-like"):
        Net().load_state_dict([1])
    with pytest.raises(RuntimeError, match="expected a Tensor or NumPy array"):
        nn.Linear(1, 1).load_state_dict({"weight": 1, "bias": ct.zeros(1)})


# ---- dtype ----


def test_casts_keep_identity_and_integers():
    net = Net()
    net.register_buffer("index", ct.arange(3))
    weight = net.first.weight
    assert net.double() is net
    assert net.first.weight is weight
    assert weight.dtype == ct.float64
    assert net.index.dtype == ct.int64
    net.half()
    assert net.count.dtype == ct.float16
    assert net.to(ct.float32).second.weight.dtype == ct.float32
    assert net.to("cpu", ct.float64).second.weight.dtype == ct.float64
    assert net.to(ct.zeros(1)).second.weight.dtype == ct.float32
    with pytest.raises(TypeError, match="floating point or complex dtypes"):
        net.to(ct.int64)


def test_cast_takes_the_gradient_along():
    layer = nn.Linear(2, 1)
    layer(ct.ones(1, 2)).sum().backward()
    layer.double()
    assert layer.weight.grad.dtype == ct.float64


# ---- copies and printing ----


def test_deepcopy_is_independent_and_keeps_ties():
    net = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    net[1].weight = net[0].weight
    twin = copy.deepcopy(net)
    assert twin[0].weight is twin[1].weight
    assert isinstance(twin[0].weight, nn.Parameter)
    twin[0].weight.data.fill_(1.0)
    assert net[0].weight.abs().max().item() < 1.0


def test_copy_has_its_own_members():
    net = Net()
    twin = copy.copy(net)
    twin.extra = nn.ReLU()
    assert "extra" not in net._modules
    assert twin.first is net.first


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle(protocol):
    net = pickle.loads(pickle.dumps(Net(), protocol))
    assert next(net.named_parameters())[0] == "first.weight"
    assert isinstance(net.first.weight, nn.Parameter)
    assert net(ct.ones(1, 3)).shape == (1, 2)


def test_pickled_sequential_runs_its_children():
    net = nn.Sequential(nn.Linear(3, 2), nn.ReLU())
    x = ct.ones(1, 3)
    assert ct.equal(pickle.loads(pickle.dumps(net))(x), net(x))


def test_repr():
    expected = (
        "Net(\n"
        "  (first): Linear(in_features=3, out_features=4, bias=True)\n"
        "  (second): Linear(in_features=4, out_features=2, bias=False)\n"
        ")"
    )
    assert repr(Net()) == expected


# ---- parameters ----


def test_parameter():
    data = ct.tensor([1.0, 2.0])
    param = nn.Parameter(data)
    assert isinstance(param, ct.Tensor)
    assert param.requires_grad
    assert param.is_leaf
    assert param.data_ptr() == data.data_ptr()
    assert type(param * 2) is ct.Tensor
    assert repr(param) == (
        "Parameter containing:\ntensor([1., 2.], requires_grad=True)"
    )
    assert nn.Parameter(ct.arange(2), requires_grad=False).dtype == ct.int64
    assert nn.Parameter().numel() == 0


def test_parameter_copies():
    param = nn.Parameter(ct.tensor([1.0, 2.0]), requires_grad=False)
    for twin in (copy.deepcopy(param), pickle.loads(pickle.dumps(param))):
        assert isinstance(twin, nn.Parameter)
        assert twin.tolist() == [1.0, 2.0]
        assert not twin.requires_grad
        assert twin.data_ptr() != param.data_ptr()


def test_parameter_refuses():
    with pytest.raises(TypeError, match="expected data to be a Tensor, got list"):
        nn.Parameter([1.0])
    with pytest.raises(RuntimeError):
        nn.Parameter(ct.arange(2))
    layer = nn.Linear(1, 1)
    with pytest.raises(TypeError):
        layer.weight = layer.weight * 2


# ---- containers ----


def test_sequential_is_a_list():
    layers = [nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1)]
    net = nn.Sequential(*layers)
    assert len(net) == 3
    assert net[-1] is layers[2]
    assert list(net[:2]) == layers[:2]
    assert isinstance(net[1:], nn.Sequential)
    net.append(nn.Tanh()).insert(0, nn.Identity())
    assert [type(m).__name__ for m in net] == [
        "Identity",
        "Linear",
        "ReLU",
        "Linear",
        "Tanh",
    ]
    assert [name for name, _ in net.named_children()] == list("01234")
    del net[0]
    assert net.pop(-1).__class__ is nn.Tanh
    net[1] = nn.Sigmoid()
    assert isinstance(net[1], nn.Sigmoid)
    assert len(net + nn.Sequential(nn.ReLU())) == 4
    with pytest.raises(IndexError, match="index 7 is out of range"):
        net[7]


def test_sequential_is_repeated_and_extended_in_place():
    net = same = nn.Sequential(nn.ReLU(), nn.Tanh())
    assert [type(m).__name__ for m in 2 * net] == ["ReLU", "Tanh"] * 2
    net += nn.Sequential(nn.GELU())
    net *= 2
    assert net is same and len(net) == 6
    with pytest.raises(ValueError, match="positive number of repetitions"):
        net * 0
    with pytest.raises(IndexError, match="Index out of range: 9"):
        net.insert(9, nn.ReLU())


def test_sequential_by_name():
    net = nn.Sequential({"a": nn.Linear(1, 1), "b": nn.ReLU()})
    assert net.a is net[0]
    assert list(net[1:].state_dict()) == []
    assert [n for n, _ in net[:1].named_children()] == ["a"]


def test_module_list():
    layers = nn.ModuleList([nn.Linear(2, 2) for _ in range(3)])
    layers.extend([nn.ReLU()])
    layers += [nn.ReLU()]
    assert len(layers) == 5
    assert len(list(layers.parameters())) == 6
    assert len(layers[:2]) == 2
    assert len(layers + nn.ModuleList([nn.Tanh()])) == 6
    assert repr(layers) == (
        "ModuleList(\n"
        "  (0-2): 3 x Linear(in_features=2, out_features=2, bias=True)\n"
        "  (3-4): 2 x ReLU()\n"
        ")"
    )
    with pytest.raises(NotImplementedError):
        layers(1)


def test_module_dict():
    layers = nn.ModuleDict({"a": nn.Linear(1, 1)})
    layers["b"] = nn.ReLU()
    layers.update([("c", nn.Tanh())])
    assert list(layers) == list(layers.keys()) == ["a", "b", "c"]
    assert "b" in layers
    assert isinstance(layers.pop("b"), nn.ReLU)
    assert [type(m).__name__ for m in layers.values()] == ["Linear", "Tanh"]
    assert repr(layers.keys()) == "dict_keys(['a', 'c'])"
    layers.clear()
    assert len(layers) == 0


class Foreign:
    """A tensor of another library, as far as exchange goes."""

    def __init__(self, array):
        self.array = array

    def __dlpack__(self, **kwargs):
        return self.array.__dlpack__(**kwargs)

    def __dlpack_device__(self):
        return self.array.__dlpack_device__()


def test_state_dict_of_another_librarys_tensors():
    layer = nn.Linear(2, 1, bias=False)
    layer.load_state_dict({"weight": Foreign(np.full((1, 2), 3, np.float32))})
    assert layer.weight.tolist() == [[3.0, 3.0]]


def test_tensor_of_another_library_is_called_so():
    tensor = type("Tensor", (), {})()
    with pytest.raises(TypeError, match="got Tensor of another library"):
        nn.Linear(2, 1)(tensor)


# ---- what replaces a member ----


@pytest.mark.parametrize("frozen", [True, False])
@pytest.mark.parametrize("kind", [ct.clone, nn.Parameter])
def test_load_assign_leaves_requires_grad_to_the_module(frozen, kind):
    layer = nn.Linear(2, 2).requires_grad_(not frozen)
    saved = {k: kind(v) for k, v in layer.state_dict().items()}
    saved["bias"].requires_grad_(frozen)
    layer.load_state_dict(saved, assign=True)
    assert [p.requires_grad for p in layer.parameters()] == [not frozen] * 2
    assert isinstance(layer.bias, nn.Parameter)
    assert (layer.bias is saved["bias"]) == (kind is nn.Parameter)


def test_load_assign_of_what_cannot_be_a_parameter():
    layer = nn.Linear(1, 1, bias=False)
    weight = layer.weight
    with pytest.raises(RuntimeError, match='parameter named "weight"'):
        layer.load_state_dict({"weight": ct.tensor([[1]])}, assign=True)
    assert layer.weight is weight


@pytest.mark.parametrize("assign", [True, False])
def test_load_one_element_into_a_scalar(assign):
    module = nn.Module()
    module.scale = nn.Parameter(ct.tensor(0.0))
    module.load_state_dict({"scale": ct.tensor([3.0])}, assign=assign)
    assert module.scale.shape == () and module.scale.item() == 3.0
    assert module.scale.is_leaf and module.scale.requires_grad
    with pytest.raises(RuntimeError, match="size mismatch for scale"):
        module.load_state_dict({"scale": ct.zeros(1, 1)})


def test_a_replaced_buffer_keeps_its_kind():
    module = nn.Module()
    module.register_buffer("scratch", ct.zeros(1), persistent=False)
    module.register_buffer("count", ct.zeros(1))
    for name in ("scratch", "count", "new"):
        module._buffers[name] = ct.ones(1)
    assert list(module.state_dict()) == ["count", "new"]
    assert module._non_persistent_buffers_set == {"scratch"}


def test_the_names_of_transient_buffers_are_live():
    module = nn.Module()
    module.register_buffer("a", ct.zeros(1), persistent=False)
    module.register_buffer("b", ct.zeros(1))
    names = module._non_persistent_buffers_set
    names.discard("a")
    names.add("b")
    assert list(module.state_dict()) == ["a"] and names == {"b"} and len(names) == 1


def test_get_parameter_and_get_buffer_of_what_is_none():
    layer = nn.Linear(1, 1, bias=False)
    with pytest.raises(AttributeError, match=r"`bias` is not an nn\.Parameter"):
        layer.get_parameter("bias")
    layer.register_buffer("mean", None)
    assert layer.get_buffer("mean") is None


@pytest.mark.parametrize("again", [lambda p: pickle.loads(pickle.dumps(p)), copy.copy])
def test_a_copied_parameter_keeps_its_attributes(again):
    param = nn.Parameter(ct.ones(2), requires_grad=False)
    param.decay = [0.5]
    other = again(param)
    assert type(other) is nn.Parameter and other.decay == [0.5]
    assert other.tolist() == [1.0, 1.0] and not other.requires_grad


def test_backward_hooks_see_each_backward_once() -> None:
    """A gradient of a gradient reaches the input past the output: no hook runs."""
    layer, calls = nn.Tanh(), []

    def hook(module, grad_input, grad_output):
        calls.append(grad_output[0].item())
        return (grad_input[0] * 3,)

    layer.register_full_backward_hook(hook)
    x = ct.tensor(0.5, dtype=ct.float64, requires_grad=True)
    (g,) = ct.autograd.grad(layer(x), x, create_graph=True)
    (g**2).sum().backward()
    y = math.tanh(0.5)
    assert calls == [1.0]
    assert x.grad.item() == pytest.approx(2 * 9 * (1 - y * y) * -2 * y * (1 - y * y))


def test_backward_hooks_of_two_backwards_of_one_call() -> None:
    layer, calls = nn.Tanh(), []
    layer.register_full_backward_hook(lambda m, gi, go: calls.append(go[0].item()))
    x = ct.tensor(0.5, requires_grad=True)
    y = layer(x)
    y.backward(retain_graph=True)
    (y * 2).backward()
    assert calls == [1.0, 2.0]


def test_backward_hooks_get_zeros_for_an_unused_input() -> None:
    class First(nn.Module):
        def forward(self, a, b, c):
            return a * 2, a * 3

    layer, seen = First(), []
    layer.register_full_backward_hook(lambda m, gi, go: seen.append((gi, go)))
    a, b = ct.ones(2, requires_grad=True), ct.ones(3, requires_grad=True)
    layer(a, b, ct.ones(1))[0].sum().backward()
    ((ga, gb, gc), (first, second)) = seen[0]
    assert ga.tolist() == [2, 2] and gb.tolist() == [0, 0, 0] and gc is None
    assert first.tolist() == [1, 1] and second is None


def test_a_module_does_not_take_the_place_of_a_parameter():
    layer = nn.Linear(1, 1)
    with pytest.raises(TypeError, match="cannot assign 'ReLU' as parameter 'weight'"):
        layer.weight = nn.ReLU()
    assert isinstance(layer.weight, nn.Parameter)
    layer.weight = None
    with pytest.raises(TypeError, match="cannot assign 'ReLU' as parameter 'weight'"):
        layer.weight = nn.ReLU()


def test_a_buffer_registered_again_keeps_its_place():
    module = nn.Module()
    for name in ("a", "b"):
        module.register_buffer(name, ct.zeros(1))
    module.register_buffer("a", ct.ones(1), persistent=False)
    assert [name for name, _ in module.named_buffers()] == ["a", "b"]
    module.register_buffer("a", ct.ones(1))
    assert list(module.state_dict()) == ["a", "b"]


# ---- hooks under PyTorch's names -----------------------------------------------------


def test_hooks_are_mappings_under_pytorchs_names() -> None:
    net, seen = nn.Linear(2, 2), []
    names = ("_forward_pre_hooks", "_forward_hooks", "_backward_hooks")
    names += ("_backward_pre_hooks", "_state_dict_hooks", "_load_state_dict_pre_hooks")
    assert all(len(getattr(net, name)) == 0 for name in names)
    handle = net.register_forward_hook(lambda *args: seen.append("after"))
    net.register_forward_pre_hook(lambda *args: seen.append("before"))
    assert list(net._forward_hooks) == [handle.id] and len(net._forward_pre_hooks) == 1
    for hook in net._forward_hooks.values():
        hook(net, (), None)
    net._forward_hooks[-1] = lambda *args: seen.append("put in")
    net(ct.ones(1, 2))
    assert seen == ["after", "before", "after", "put in"]
    net._forward_hooks.clear()
    del net._forward_pre_hooks[next(iter(net._forward_pre_hooks))]
    net(ct.ones(1, 2))
    assert len(seen) == 4 and repr(net._forward_hooks) == "{}"
    with pytest.raises(KeyError):
        net._backward_hooks[0]
    fresh = nn.Linear(1, 1)
    assert fresh._forward_hooks == {} and "_hooks" not in vars(fresh)


def test_hooks_under_older_names() -> None:
    net, seen = nn.Linear(2, 1), []
    net.register_backward_hook(lambda module, gi, go: seen.append(go[0].tolist()))
    net(ct.ones(1, 2, requires_grad=True)).sum().backward()
    net._register_state_dict_hook(
        lambda m, state, prefix, meta: state.update(more=prefix)
    )
    state = net.state_dict()
    net._register_load_state_dict_pre_hook(lambda state, *rest: state.pop("more"))
    net._register_load_state_dict_pre_hook(
        lambda module, state, *rest: seen.append(module is net), with_module=True
    )
    net.load_state_dict(state)
    assert seen == [[[1.0]], True] and state["more"] == ""


class Sum(nn.Module):
    """The sum of what it is given, by place and by name."""

    def forward(self, *args, more=0):
        return sum(args) + more


def test_a_call_goes_to_forward_wherever_it_is():
    """On the class, on the instance, by super(), in the place of Module's own call."""
    m = Sum()
    assert [m(*range(n)) for n in (1, 8, 9, 20)] == [0, 28, 36, 190]  # 8 on the stack
    assert m(1, more=2) == nn.Module.__call__(m, 1, more=2) == 3
    assert m(*range(9), more=1) == 37
    m.forward = lambda x: -x
    assert m(3) == copy.copy(m)(3) == -3
    with pytest.raises(TypeError, match="positional argument"):
        m()

    class Twice(Sum):
        def __call__(self, *args, **kwargs):
            return 2 * super().__call__(*args, **kwargs)

    assert Twice()(1, 2, more=3) == 12
    given = {"more": 1}
    hooked = Sum()
    hooked.register_forward_pre_hook(
        lambda m, a, k: (a, k | {"more": 5}), with_kwargs=True
    )
    assert hooked(1, **given) == 6
    assert given == {"more": 1}
    del m.forward
    m._hooked = Broken()
    with pytest.raises(ZeroDivisionError):
        m(1)


class Broken:
    def __bool__(self):
        raise ZeroDivisionError


def test_sequential_calls_each_module_as_it_is_called_alone() -> None:
    class Own(nn.Module):
        def __call__(self, x: ct.Tensor) -> ct.Tensor:
            return x + 1

    class Lost(nn.Module):
        def forward(self, x: ct.Tensor) -> None:
            net.pop(0)

    double = nn.Identity()
    double.register_forward_hook(lambda module, args, output: output * 2)
    net = nn.Sequential(Own(), double, nn.Sequential(), nn.Identity())
    net.register_buffer("other", ct.ones(1))
    assert net(ct.ones(2)).tolist() == [4.0, 4.0]
    net.append(Lost())
    with pytest.raises(RuntimeError, match="changed"):
        net(ct.ones(2))
    del net.__dict__["1"]
    with pytest.raises(KeyError, match="1"):
        net(ct.ones(2))
    with pytest.raises(TypeError):
        nn.Sequential(nn.Linear(2, 2))()
