"""Printing: what PyTorch 2.13 prints, with `ctensor.` before the dtypes.

The expected texts were printed by PyTorch; they are not to be made by ctensor.
"""

import time
import timeit

import numpy as np
import pytest

import ctensor as ct

PRINTED = r"""
>>> tensor(7.)
tensor(7.)
>>> tensor(7)
tensor(7)
>>> tensor(-0.0)
tensor(-0.)
>>> tensor(1.5)
tensor(1.5000)
>>> tensor(1e-9)
tensor(1.0000e-09)
>>> tensor(123456789.0)
tensor(1.2346e+08)
>>> tensor(True)
tensor(True)
>>> tensor(1+2j)
tensor(1.+2.j)
>>> tensor(2.5, dtype=float64)
tensor(2.5000, dtype=ctensor.float64)
>>> tensor(2.5, dtype=float16)
tensor(2.5000, dtype=ctensor.float16)
>>> tensor(3, dtype=uint8)
tensor(3, dtype=ctensor.uint8)
>>> tensor([1, 2])
tensor([1, 2])
>>> tensor([1.0, 2.0])
tensor([1., 2.])
>>> tensor([1.0, 2.5])
tensor([1.0000, 2.5000])
>>> tensor([1, -20, 300])
tensor([  1, -20, 300])
>>> tensor([0.1, 100.25, -3.0])
tensor([ 1.0000e-01,  1.0025e+02, -3.0000e+00])
>>> tensor([1e-5, 1.0])
tensor([1.0000e-05, 1.0000e+00])
>>> tensor([1.0, 1000.5])
tensor([1.0000e+00, 1.0005e+03])
>>> tensor([1.0, 1001.0])
tensor([1.0000e+00, 1.0010e+03])
>>> tensor([1e9, 1.0])
tensor([1.0000e+09, 1.0000e+00])
>>> tensor([0.0, 0.0])
tensor([0., 0.])
>>> tensor([nan, inf, -inf])
tensor([nan, inf, -inf])
>>> tensor([nan, 1.0, 2.5, -inf])
tensor([   nan, 1.0000, 2.5000,   -inf])
>>> tensor([nan, 1.0])
tensor([nan, 1.])
>>> tensor([True, False])
tensor([ True, False])
>>> tensor([[True, False], [False, True]])
tensor([[ True, False],
        [False,  True]])
>>> tensor([1+2j, -0.5-100j])
tensor([ 1.0000+2.j, -0.5000-100.j])
>>> tensor([1+0j, 0+2j])
tensor([1.+0.j, 0.+2.j])
>>> tensor([complex(nan, 1), complex(1, -inf)])
tensor([nan+1.j, 1.-infj])
>>> tensor([1e-8+1j, 5.0])
tensor([1.0000e-08+1.j, 5.0000e+00+0.j])
>>> tensor([[1.0, 2.0], [3.0, 4.5]])
tensor([[1.0000, 2.0000],
        [3.0000, 4.5000]])
>>> tensor([[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
tensor([[[1, 2],
         [3, 4]],

        [[5, 6],
         [7, 8]]])
>>> tensor([[[[1.0]]]])
tensor([[[[1.]]]])
>>> tensor([2**63], dtype=uint64)
tensor([9223372036854775808], dtype=ctensor.uint64)
>>> tensor([])
tensor([])
>>> tensor([], dtype=float64)
tensor([], dtype=ctensor.float64)
>>> tensor([], dtype=int64)
tensor([], dtype=ctensor.int64)
>>> tensor([[], []])
tensor([], size=(2, 0))
>>> zeros(0, 3)
tensor([], size=(0, 3))
>>> zeros(2, 0, dtype=int64)
tensor([], size=(2, 0), dtype=ctensor.int64)
>>> zeros(0, 3, dtype=bool)
tensor([], size=(0, 3), dtype=ctensor.bool)
>>> arange(30)
tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,
        18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29])
>>> arange(30) / 7
tensor([0.0000, 0.1429, 0.2857, 0.4286, 0.5714, 0.7143, 0.8571, 1.0000, 1.1429,
        1.2857, 1.4286, 1.5714, 1.7143, 1.8571, 2.0000, 2.1429, 2.2857, 2.4286,
        2.5714, 2.7143, 2.8571, 3.0000, 3.1429, 3.2857, 3.4286, 3.5714, 3.7143,
        3.8571, 4.0000, 4.1429])
>>> arange(1001)
tensor([   0,    1,    2,  ...,  998,  999, 1000])
>>> arange(2000.0)
tensor([0.0000e+00, 1.0000e+00, 2.0000e+00,  ..., 1.9970e+03, 1.9980e+03,
        1.9990e+03])
>>> arange(1001).reshape(7, 11, 13)
tensor([[[   0,    1,    2,  ...,   10,   11,   12],
         [  13,   14,   15,  ...,   23,   24,   25],
         [  26,   27,   28,  ...,   36,   37,   38],
         ...,
         [ 104,  105,  106,  ...,  114,  115,  116],
         [ 117,  118,  119,  ...,  127,  128,  129],
         [ 130,  131,  132,  ...,  140,  141,  142]],

        [[ 143,  144,  145,  ...,  153,  154,  155],
         [ 156,  157,  158,  ...,  166,  167,  168],
         [ 169,  170,  171,  ...,  179,  180,  181],
         ...,
         [ 247,  248,  249,  ...,  257,  258,  259],
         [ 260,  261,  262,  ...,  270,  271,  272],
         [ 273,  274,  275,  ...,  283,  284,  285]],

        [[ 286,  287,  288,  ...,  296,  297,  298],
         [ 299,  300,  301,  ...,  309,  310,  311],
         [ 312,  313,  314,  ...,  322,  323,  324],
         ...,
         [ 390,  391,  392,  ...,  400,  401,  402],
         [ 403,  404,  405,  ...,  413,  414,  415],
         [ 416,  417,  418,  ...,  426,  427,  428]],

        ...,

        [[ 572,  573,  574,  ...,  582,  583,  584],
         [ 585,  586,  587,  ...,  595,  596,  597],
         [ 598,  599,  600,  ...,  608,  609,  610],
         ...,
         [ 676,  677,  678,  ...,  686,  687,  688],
         [ 689,  690,  691,  ...,  699,  700,  701],
         [ 702,  703,  704,  ...,  712,  713,  714]],

        [[ 715,  716,  717,  ...,  725,  726,  727],
         [ 728,  729,  730,  ...,  738,  739,  740],
         [ 741,  742,  743,  ...,  751,  752,  753],
         ...,
         [ 819,  820,  821,  ...,  829,  830,  831],
         [ 832,  833,  834,  ...,  842,  843,  844],
         [ 845,  846,  847,  ...,  855,  856,  857]],

        [[ 858,  859,  860,  ...,  868,  869,  870],
         [ 871,  872,  873,  ...,  881,  882,  883],
         [ 884,  885,  886,  ...,  894,  895,  896],
         ...,
         [ 962,  963,  964,  ...,  972,  973,  974],
         [ 975,  976,  977,  ...,  985,  986,  987],
         [ 988,  989,  990,  ...,  998,  999, 1000]]])
>>> arange(2400.0).reshape(2, 30, 40) / 3
tensor([[[0.0000e+00, 3.3333e-01, 6.6667e-01,  ..., 1.2333e+01,
          1.2667e+01, 1.3000e+01],
         [1.3333e+01, 1.3667e+01, 1.4000e+01,  ..., 2.5667e+01,
          2.6000e+01, 2.6333e+01],
         [2.6667e+01, 2.7000e+01, 2.7333e+01,  ..., 3.9000e+01,
          3.9333e+01, 3.9667e+01],
         ...,
         [3.6000e+02, 3.6033e+02, 3.6067e+02,  ..., 3.7233e+02,
          3.7267e+02, 3.7300e+02],
         [3.7333e+02, 3.7367e+02, 3.7400e+02,  ..., 3.8567e+02,
          3.8600e+02, 3.8633e+02],
         [3.8667e+02, 3.8700e+02, 3.8733e+02,  ..., 3.9900e+02,
          3.9933e+02, 3.9967e+02]],

        [[4.0000e+02, 4.0033e+02, 4.0067e+02,  ..., 4.1233e+02,
          4.1267e+02, 4.1300e+02],
         [4.1333e+02, 4.1367e+02, 4.1400e+02,  ..., 4.2567e+02,
          4.2600e+02, 4.2633e+02],
         [4.2667e+02, 4.2700e+02, 4.2733e+02,  ..., 4.3900e+02,
          4.3933e+02, 4.3967e+02],
         ...,
         [7.6000e+02, 7.6033e+02, 7.6067e+02,  ..., 7.7233e+02,
          7.7267e+02, 7.7300e+02],
         [7.7333e+02, 7.7367e+02, 7.7400e+02,  ..., 7.8567e+02,
          7.8600e+02, 7.8633e+02],
         [7.8667e+02, 7.8700e+02, 7.8733e+02,  ..., 7.9900e+02,
          7.9933e+02, 7.9967e+02]]])
>>> zeros(1001, dtype=bool)
tensor([False, False, False,  ..., False, False, False])
>>> ones(40, 40, dtype=float64)
tensor([[1., 1., 1.,  ..., 1., 1., 1.],
        [1., 1., 1.,  ..., 1., 1., 1.],
        [1., 1., 1.,  ..., 1., 1., 1.],
        ...,
        [1., 1., 1.,  ..., 1., 1., 1.],
        [1., 1., 1.,  ..., 1., 1., 1.],
        [1., 1., 1.,  ..., 1., 1., 1.]], dtype=ctensor.float64)
>>> tensor([1.0, 2.0], requires_grad=True)
tensor([1., 2.], requires_grad=True)
>>> tensor([1.0, 2.0], dtype=float64, requires_grad=True)
tensor([1., 2.], dtype=ctensor.float64, requires_grad=True)
>>> zeros(0, 3, requires_grad=True)
tensor([], size=(0, 3), requires_grad=True)
>>> tensor([1.0, 2.0], requires_grad=True) * 2
tensor([2., 4.], grad_fn=<MulBackward0>)
>>> tensor(2.0, requires_grad=True) ** 2
tensor(4., grad_fn=<PowBackward0>)
>>> tensor([1.23456789, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0], requires_grad=True)
tensor([1.2346, 2.0000, 3.0000, 4.0000, 5.0000, 6.0000, 7.0000, 8.0000],
       requires_grad=True)
>>> tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True).sum()
tensor(10., grad_fn=<SumBackward0>)
>>> tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)[0]
tensor([1., 2.], grad_fn=<SelectBackward0>)
>>> (arange(8.0).requires_grad_() / 3).exp()
tensor([ 1.0000,  1.3956,  1.9477,  2.7183,  3.7937,  5.2945,  7.3891, 10.3123],
       grad_fn=<ExpBackward0>)
"""

PRINTED_WITH = r"""
>>> precision=2
tensor([[  1.00,  20.25, 300.12,  -4.00,   0.00],
        [  1.00,   2.00,   3.00,   4.00,   5.00]])
>>> precision=8
tensor([[  1.00000000,  20.25000000, 300.12500000,  -4.00000000,   0.00000000],
        [  1.00000000,   2.00000000,   3.00000000,   4.00000000,   5.00000000]])
>>> sci_mode=True
tensor([[ 1.0000e+00,  2.0250e+01,  3.0012e+02, -4.0000e+00,  0.0000e+00],
        [ 1.0000e+00,  2.0000e+00,  3.0000e+00,  4.0000e+00,  5.0000e+00]])
>>> sci_mode=False
tensor([[  1.0000,  20.2500, 300.1250,  -4.0000,   0.0000],
        [  1.0000,   2.0000,   3.0000,   4.0000,   5.0000]])
>>> linewidth=30
tensor([[  1.0000,  20.2500,
         300.1250,  -4.0000,
           0.0000],
        [  1.0000,   2.0000,
           3.0000,   4.0000,
           5.0000]])
>>> threshold=3
tensor([[  1.0000,  20.2500, 300.1250,  -4.0000,   0.0000],
        [  1.0000,   2.0000,   3.0000,   4.0000,   5.0000]])
>>> threshold=3, edgeitems=1
tensor([[1.,  ..., 0.],
        [1.,  ..., 5.]])
>>> profile="short"
tensor([[  1.00,  20.25, 300.12,  -4.00,   0.00],
        [  1.00,   2.00,   3.00,   4.00,   5.00]])
>>> edgeitems=0, threshold=3
tensor([...], size=(2, 5))
>>> precision=0
tensor([[  1,  20, 300,  -4,   0],
        [  1,   2,   3,   4,   5]])
"""


def cases(text: str) -> list[tuple[str, str]]:
    """(expression, what it prints) for each `>>>` of the text."""
    parts = text.strip("\n").split(">>> ")[1:]
    return [tuple(part.rstrip("\n").split("\n", 1)) for part in parts]


@pytest.fixture(autouse=True)
def usual_options():
    yield
    ct.set_printoptions(profile="default")


@pytest.mark.parametrize(("expression", "expected"), cases(PRINTED))
def test_printed(expression: str, expected: str) -> None:
    names = {**vars(ct), "complex": complex}
    assert repr(eval(expression, names)) == expected


@pytest.mark.parametrize(("options", "expected"), cases(PRINTED_WITH))
def test_printed_with_options(options: str, expected: str) -> None:
    t = ct.tensor([[1.0, 20.25, 300.125, -4.0, 0.0], [1, 2, 3, 4, 5]])
    ct.set_printoptions(**eval(f"dict({options})"))
    assert repr(t) == expected


def test_str_is_repr() -> None:
    assert str(ct.tensor([1])) == repr(ct.tensor([1])) == "tensor([1])"


def test_full_profile_prints_all() -> None:
    ct.set_printoptions(profile="full")
    text = repr(ct.arange(3000))
    assert "..." not in text
    assert text.count(",") == 2999
    ct.set_printoptions(threshold=float("inf"))
    assert "..." not in repr(ct.arange(3000))


def test_options_are_kept_and_given_back() -> None:
    ct.set_printoptions(precision=2, sci_mode=True)
    ct.set_printoptions(linewidth=100)
    options = ct.get_printoptions()
    assert options == {
        "precision": 2,
        "threshold": 1000,
        "edgeitems": 3,
        "linewidth": 100,
        "sci_mode": None,
    }
    ct.set_printoptions(profile="full")
    assert ct.get_printoptions()["threshold"] == float("inf")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"precision": -1}, ValueError),
        ({"precision": 10**9}, ValueError),
        ({"threshold": -1}, ValueError),
        ({"edgeitems": -1}, ValueError),
        ({"linewidth": 2**40}, ValueError),
        ({"linewidth": "a"}, TypeError),
        ({"precision": 1.5}, TypeError),
        ({"profile": "no such"}, ValueError),
        ({"profile": 3}, ValueError),
        ({"no_such": 3}, TypeError),
    ],
)
def test_bad_options(options, error) -> None:
    before = ct.get_printoptions()
    with pytest.raises(error):
        ct.set_printoptions(**options)
    assert ct.get_printoptions() == before


def test_views_and_foreign_memory() -> None:
    t = ct.arange(6).reshape(2, 3)
    assert repr(t.t()) == "tensor([[0, 3],\n        [1, 4],\n        [2, 5]])"
    assert repr(t[:, ::-1]) == "tensor([[2, 1, 0],\n        [5, 4, 3]])"
    assert repr(ct.from_numpy(np.arange(3)[::-1])) == "tensor([2, 1, 0])"
    assert repr(ct.tensor(1).expand(2)) == "tensor([1, 1])"


def test_subclass_prints_its_name() -> None:
    class Mine(ct.Tensor):
        pass

    assert repr(Mine([1.0, 2.0])) == "Mine([1., 2.])"
    text = repr(Mine(np.arange(24).reshape(3, 8) / 7))
    assert text.splitlines()[1].startswith("      [")


def test_parameter() -> None:
    parameter = ct.nn.Parameter(ct.tensor([1.0]))
    assert repr(parameter) == (
        "Parameter containing:\ntensor([1.], requires_grad=True)"
    )


def test_huge_tensors_print_at_once() -> None:
    huge = [
        ct.zeros(1).expand(10**8),
        ct.zeros(1).expand(10**4, 10**4, 10**4),
        ct.tensor(1j).expand(2**40),
        ct.zeros(()).expand(*[7] * 20),
        ct.zeros(()).expand(*[2] * 60),
    ]
    for t in huge:
        assert repr(t).startswith("tensor([")
        timer = timeit.Timer(lambda t=t: repr(t), timer=time.process_time)
        assert min(timer.repeat(3, 1)) < 1


def test_format() -> None:
    assert f"{ct.tensor(1.5):.3f}" == "1.500"
    assert f"{ct.tensor(3):d}" == "3"
    assert f"{ct.tensor(1.5)}" == "1.5"
    assert f"{ct.tensor(3.0, requires_grad=True):.2f}" == "3.00"
    assert f"{ct.tensor([1.5])}" == "tensor([1.5000])"
    with pytest.raises(TypeError, match="__format__"):
        f"{ct.tensor([1.5]):.3f}"
