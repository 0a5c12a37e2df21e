"""For tests: `assert_close` compares tensors, numbers and containers of them,
`make_tensor` draws tensors of any dtype.
"""  # noqa: D205

from ctensor.testing.comparison import assert_allclose as assert_allclose
from ctensor.testing.comparison import assert_close as assert_close
from ctensor.testing.creation import make_tensor as make_tensor

__all__ = ["assert_allclose", "assert_close", "make_tensor"]
