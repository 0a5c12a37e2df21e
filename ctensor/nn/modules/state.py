"""state_dict and load_state_dict: the values of a tree of modules by dotted name."""

from __future__ import annotations

from collections import OrderedDict, namedtuple
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np

import ctensor as ct
from ctensor.nn.modules.members import BUFFER, MODULE, PARAMETER
from ctensor.nn.parameter import Parameter

if TYPE_CHECKING:
    from ctensor.nn.modules.hooks import _Hooks
    from ctensor.nn.modules.module import Module

__all__ = ["StateDict"]

_EXTRA = "_extra_state"


class _IncompatibleKeys(namedtuple("_Keys", ["missing_keys", "unexpected_keys"])):
    """What `load_state_dict` found missing and unexpected: two lists of names."""

    __slots__ = ()

    def __repr__(self) -> str:
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return super().__repr__()

    __str__ = __repr__


class StateDict:
    """Saving and loading of values; a base of Module."""

    _version = 1

    if TYPE_CHECKING:  # from the other bases of Module
        _hooks: _Hooks
        _registry: dict[str, str]

        def _members(self, *kinds: str) -> list[tuple[str, Any]]: ...

    def get_extra_state(self) -> Any:
        """What else belongs into the state dict: a subclass defines it if it has any.

        It becomes the entry '_extra_state' beside the module's own; `set_extra_state`
        gets it back.
        """
        raise NotImplementedError(f"{type(self).__name__}.get_extra_state")

    def set_extra_state(self, state: Any) -> None:
        """Take over what `get_extra_state` gave."""
        raise NotImplementedError(f"{type(self).__name__}.set_extra_state")

    def state_dict(
        self,
        *,
        destination: dict[str, Any] | None = None,
        prefix: str = "",
        keep_vars: bool = False,
    ) -> dict[str, Any]:
        """The parameters and persistent buffers of the tree by dotted name.

        The tensors share memory with the module; they are detached unless
        `keep_vars`.
        """
        saved: Any = destination
        if saved is None:
            saved = OrderedDict()
            saved._metadata = OrderedDict()
        metadata = {"version": self._version}
        if hasattr(saved, "_metadata"):
            saved._metadata[prefix[:-1]] = metadata
        for hook in self._hooks.state_pre.values():
            hook(self, prefix, keep_vars)
        self._save_to_state_dict(saved, prefix, keep_vars)
        for name, module in self._members(MODULE):
            if module is not None:
                module.state_dict(
                    destination=saved,
                    prefix=f"{prefix}{name}.",
                    keep_vars=keep_vars,
                )
        for hook in self._hooks.state_post.values():
            hook(self, saved, prefix, metadata)
        result: dict[str, Any] = saved
        return result

    def _save_to_state_dict(
        self, destination: dict[str, Any], prefix: str, keep_vars: bool
    ) -> None:
        for name, value in [*self._members(PARAMETER), *self._members(BUFFER)]:
            if value is not None:
                destination[prefix + name] = value if keep_vars else value.detach()
        if type(self).get_extra_state is not StateDict.get_extra_state:
            destination[prefix + _EXTRA] = self.get_extra_state()

    def load_state_dict(
        self,
        state_dict: Mapping[str, Any],
        strict: bool = True,
        assign: bool = False,
    ) -> _IncompatibleKeys:
        """Copy the values of `state_dict` into the parameters and buffers.

        The values are Tensors, NumPy arrays or PyTorch's tensors. With `strict` (the
        default) missing and unexpected keys are an error; a shape that differs always
        is, but that one element of shape (1,) fits a 0-d tensor. With `assign` the
        tensors themselves become the parameters and buffers; whether a parameter
        requires grad is still up to the module and not to the file. Returns the missing
        and the unexpected keys.
        """
        if not isinstance(state_dict, Mapping):
            raise TypeError(
                f"Expected state_dict to be dict-like, got {type(state_dict)}."
            )
        missing: list[str] = []
        unexpected: list[str] = []
        errors: list[str] = []
        metadata = getattr(state_dict, "_metadata", {})
        load = _Load(dict(state_dict), metadata, assign, missing, unexpected, errors)
        load.run(cast("Module", self), "")
        if strict:
            if unexpected:
                errors.insert(0, _key_message("Unexpected", unexpected))
            if missing:
                errors.insert(0, _key_message("Missing", missing))
        if errors:
            raise RuntimeError(
                f"Error(s) in loading state_dict for {type(self).__name__}:\n\t"
                + "\n\t".join(errors)
            )
        return _IncompatibleKeys(missing, unexpected)

    def _may_lack(self, name: str, version: int | None) -> bool:
        """Whether a state of this version (None: it tells none) may lack a name."""
        return False

    def _load_from_state_dict(
        self,
        state_dict: dict[str, Any],
        prefix: str,
        local_metadata: dict[str, Any],
        strict: bool,
        missing_keys: list[str],
        unexpected_keys: list[str],
        error_msgs: list[str],
    ) -> None:
        """Load the entries of this module alone; a subclass may extend it."""
        for hook in self._hooks.load_pre.values():
            hook(
                self,
                state_dict,
                prefix,
                local_metadata,
                strict,
                missing_keys,
                unexpected_keys,
                error_msgs,
            )
        for name, own in [*self._members(PARAMETER), *self._members(BUFFER)]:
            if own is None:
                continue
            key = prefix + name
            if key in state_dict:
                assign = local_metadata.get("assign_to_params_buffers", False)
                error = self._load_member(name, own, key, state_dict[key], assign)
                if error:
                    error_msgs.append(error)
            elif strict and not self._may_lack(name, local_metadata.get("version")):
                missing_keys.append(key)
        if type(self).set_extra_state is not StateDict.set_extra_state:
            if prefix + _EXTRA in state_dict:
                self.set_extra_state(state_dict[prefix + _EXTRA])
            elif strict:
                missing_keys.append(prefix + _EXTRA)
        if strict:
            self._note_unexpected(state_dict, prefix, unexpected_keys)

    def _load_member(
        self, name: str, own: ct.Tensor, key: str, value: Any, assign: bool
    ) -> str | None:
        """Copy or assign one value; returns what is wrong with it, or None."""
        if isinstance(value, np.ndarray) or hasattr(value, "__dlpack__"):
            value = ct.as_tensor(value)
        if not isinstance(value, ct.Tensor):
            return (
                f'While copying the parameter named "{key}", expected a Tensor or '
                f"NumPy array from checkpoint but received {type(value)}"
            )
        if own.dim() == 0 and value.shape == (1,):
            value = value.detach()[0]  # as scalars were saved before there was 0-d
        if value.shape != own.shape:
            return (
                f"size mismatch for {key}: copying a param with shape {value.shape} "
                f"from checkpoint, the shape in current model is {own.shape}."
            )
        try:
            with ct.no_grad():
                if assign:
                    setattr(self, name, _assigned(own, value))
                else:
                    own.copy_(value)
        except Exception as error:
            return (
                f'While copying the parameter named "{key}", whose dimensions in the '
                f"model are {own.size()} and whose dimensions in the checkpoint are "
                f"{value.size()}, an exception occurred : {error.args}."
            )
        return None

    def _note_unexpected(
        self, state_dict: dict[str, Any], prefix: str, unexpected: list[str]
    ) -> None:
        own = {n for n, v in self._members(PARAMETER, BUFFER) if v is not None}
        if type(self).set_extra_state is not StateDict.set_extra_state:
            own.add(_EXTRA)
        for key in state_dict:
            if not key.startswith(prefix):
                continue
            name, dot, _ = key[len(prefix) :].partition(".")
            is_child = bool(dot) and self._registry.get(name) == MODULE
            if not is_child and (dot or name not in own):
                unexpected.append(key)


class _Load:
    """One run of `load_state_dict` over a tree of modules."""

    def __init__(
        self,
        state_dict: dict[str, Any],
        metadata: Mapping[str, Any],
        assign: bool,
        missing: list[str],
        unexpected: list[str],
        errors: list[str],
    ) -> None:
        self.state_dict = state_dict
        self.metadata = metadata
        self.assign = assign
        self.found = (missing, unexpected, errors)

    def run(self, module: Module, prefix: str) -> None:
        local = dict(self.metadata.get(prefix[:-1], {}))
        if self.assign:
            local["assign_to_params_buffers"] = True
        module._load_from_state_dict(self.state_dict, prefix, local, True, *self.found)
        for name, child in module._members(MODULE):
            if child is not None:
                self.run(child, f"{prefix}{name}.")
        missing, unexpected, _ = self.found
        for hook in module._hooks.load_post.values():
            if hook(module, _IncompatibleKeys(missing, unexpected)) is not None:
                raise AssertionError(
                    "Hooks registered with ``register_load_state_dict_post_hook`` are "
                    "not expected to return new values, if incompatible_keys need to "
                    "be modified, it should be done inplace."
                )


def _assigned(own: ct.Tensor, value: ct.Tensor) -> ct.Tensor:
    """What takes the place of the parameter or buffer `own`: `value`, or a Parameter.

    It requires grad where `own` does.
    """
    if not isinstance(own, Parameter):
        return value
    if not isinstance(value, Parameter):
        return Parameter(value, own.requires_grad)
    return value.requires_grad_(own.requires_grad)


def _key_message(what: str, keys: list[str]) -> str:
    names = ", ".join(f'"{k}"' for k in keys)
    return f"{what} key(s) in state_dict: {names}. "
