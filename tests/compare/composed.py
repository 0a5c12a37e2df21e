"""Functions that are composed in Python, beside PyTorch's of the same name.

usage: composed.py [name ...]

Each of CALLS is an expression that both packages understand, T being the package. It
is run in every dtype that PyTorch has, on contiguous, transposed and strided operands,
with gradients and second gradients, and must give the same error or none, dtypes,
shapes, strides of views and values. What is meant to differ stands in differences.txt
under py.NAME.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import listed
import numpy as np
import torch
from cases import FLOATS, INTEGERS, LAYOUTS
from judge import differences
from places import Place
from run import shown_and_bad
from twins import attempt, twin

import ctensor as ct

SHAPES = {
    "s": (),
    "v": (5,),
    "w": (3,),
    "m": (3, 4),
    "n": (4, 3),
    "q": (3, 3),
    "b": (2, 3, 4),
    "c": (4, 2, 6),
    "o": (1, 2, 4, 6),
    "e": (0, 3),
}
OWN = {"i": (ct.int64, [1, 0, 2]), "k": (ct.int64, [5, 0, 11])}  # whatever the dtype

CALLS = """
T.atleast_1d(s); T.atleast_2d(v); T.atleast_3d(m); T.atleast_3d(b); T.atleast_2d(s)
T.atleast_1d((s, v, m)); T.atleast_2d(s, v, m); T.atleast_3d([s, v, m])
T.block_diag(m); T.block_diag(m, v, s); T.block_diag(e, m); T.block_diag(q, b)
T.broadcast_shapes((3, 1), (4,)); T.broadcast_shapes(2, (1, 2))
T.broadcast_shapes((2,), (3,)); T.broadcast_tensors(m, w.reshape(3, 1), s)
T.broadcast_tensors(m, v); T.cartesian_prod(v); T.cartesian_prod(v, w)
T.cartesian_prod(v, w, w); T.cartesian_prod(m); T.combinations(v)
T.combinations(v, 3); T.combinations(w, 2, True); T.combinations(v, 0)
T.combinations(v, 6); T.combinations(m, 2); T.combinations(v, -1); T.hsplit(m, 2)
T.hsplit(v, 5); T.hsplit(m, [1, 3]); T.hsplit(s, 1); T.hsplit(m, 3); T.vsplit(n, 2)
T.vsplit(n, [1, 2]); T.vsplit(v, 1); T.dsplit(b, 2); T.dsplit(b, [1, 9])
T.dsplit(m, 2); n.vsplit(2); m.hsplit((1, 2)); b.dsplit(4); T.meshgrid(v, w)
T.meshgrid(v, w, indexing='xy'); T.meshgrid([v, s, w], indexing='ij')
T.meshgrid(v, indexing='xy'); T.meshgrid(m, v); T.meshgrid(v, w, indexing='ab')
T.split_with_sizes(m, [1, 3], 1); T.split_with_sizes(v, [2, 3])
T.split_with_sizes(v, [2, 2]); T.unsafe_chunk(v, 2); T.unsafe_split(m, 2, 1)
T.unsafe_split_with_sizes(v, [1, 4]); T.unravel_index(k, (3, 4))
T.unravel_index(k, 12); T.unravel_index(k, (2, 3)); T.unravel_index(v, (9, 9))
T.unravel_index(k, (12, -1)); T.isclose(m, m + 0); T.isclose(v, w)
T.isclose(m, m * 1.0001, 1e-3); T.isclose(m, s); T.isclose(m, m, equal_nan=True)
T.isclose(m, m, -1.0); T.allclose(m, m); T.allclose(m, m + 1)
T.allclose(v, v, atol=-1.0); v.isclose(v); v.allclose(v); T.adjoint(m); T.adjoint(b)
T.adjoint(v); m.adjoint(); T.adjoint(s); T.ger(v, w); v.ger(w); T.ger(m, v)
T.detach(m); T.fill(m, 2); T.fill(m, s); T.fill(m, v); T.is_conj(m); T.is_neg(m)
T.resolve_conj(m); T.resolve_neg(m); T.is_inference(m); m.resolve_conj(); m.is_neg()
m.sum_to_size(1, 4); m.sum_to_size(4); m.sum_to_size(2, 4); b.sum_to_size(3, 1)
m.sum_to_size(s.shape); m.narrow_copy(1, 1, 2); m.narrow_copy(0, -2, 1)
m.narrow_copy(1, 3, 2); q.clone().fill_diagonal_(3)
n.clone().fill_diagonal_(2, wrap=True); v.clone().fill_diagonal_(1)
T.zeros_like(b).fill_diagonal_(1); T.zeros_like(T.stack([q, q, q])).fill_diagonal_(1)
T.chain_matmul(m, n); T.chain_matmul(m, n, q, m); T.chain_matmul(m)
T.einsum('ij,jk', m, n); T.einsum('ij->ji', m); T.einsum('ii', q)
T.einsum('i,j', v, w); T.einsum('bij,ik->bkj', b, q); T.einsum('...ij->...', b)
T.einsum('ij,ij->', m, m); T.einsum('ii->i', q); T.einsum('ij,jk', m, m)
T.einsum('ij', b); T.einsum('i->ij', v); T.einsum(m, [0, 1], n, [1, 2], [0, 2])
T.einsum('ij,jk,kl->il', m, n, q); T.tensordot(m, n, 1); T.tensordot(b, m, 2)
T.tensordot(m, m, ([0, 1], [0, 1])); T.tensordot(v, w, 0)
T.tensordot(m, n, ([1], [1])); T.tensordot(b, c, ([2, 0], [0, 1])); T.is_nonzero(s)
T.is_nonzero(v); T.is_same_size(m, m); T.is_same_size(m, n); T.vander(v)
T.vander(v, 3); T.vander(w, 4, True); T.vander(m); T.vander(v, 0); T.alias_copy(m)
T.as_strided_copy(m.contiguous(), (2, 2), (1, 2))
T.as_strided_copy(v.contiguous(), (9,), (1,))
T.detach_copy(m); T.diagonal_copy(m); T.diagonal_copy(b, 1, 1, 2)
T.diagonal_copy(m, 9); T.expand_copy(w, (2, 3)); T.expand_copy(w, (2, 4))
T.narrow_copy(m, 0, 1, 2); T.permute_copy(b, (2, 0, 1)); T.permute_copy(b, (0, 0, 1))
T.select_copy(m, 0, 1); T.select_copy(m, 1, 9); T.slice_copy(m, 1, 1, 9, 2)
T.slice_copy(v); T.slice_copy(v, 0, -2); T.split_copy(v, 2)
T.split_with_sizes_copy(v, [2, 3]); T.squeeze_copy(m[:1]); T.squeeze_copy(m, 0)
T.squeeze_copy(m[:1], (0, 1)); T.t_copy(m); T.t_copy(b); T.transpose_copy(b, 0, 2)
T.unbind_copy(m); T.unbind_copy(m, 1); T.unfold_copy(v, 0, 2, 2)
T.unfold_copy(v, 0, 9, 1); T.unsqueeze_copy(m, 1); T.unsqueeze_copy(m, 4)
T.view_as_real_copy(m); T.view_copy(m, (4, 3)); T.view_copy(m, (-1,))
T.view_copy(m, (5,)); T.nn.functional.glu(m); T.nn.functional.glu(b, 2)
T.nn.functional.glu(v); T.nn.functional.relu6(m * 9); T.nn.functional.tanhshrink(m)
T.nn.functional.softmin(m, 1); T.nn.functional.softmin(v, 0, dtype=T.float64)
T.nn.functional.one_hot(i); T.nn.functional.one_hot(i, 5)
T.nn.functional.one_hot(i, 2); T.nn.functional.one_hot(v)
T.nn.functional.l1_loss(m, m * 2); T.nn.functional.l1_loss(v, v + 1, reduction='sum')
T.nn.functional.l1_loss(m, n); T.nn.functional.l1_loss(v, s, reduction='none')
T.nn.functional.nll_loss(q, i); T.nn.functional.nll_loss(q, i, w)
T.nn.functional.nll_loss(m, i, reduction='none')
T.nn.functional.nll_loss(q, i, ignore_index=1); T.nn.functional.nll_loss(m, v)
T.nn.functional.binary_cross_entropy_with_logits(m, m)
T.nn.functional.binary_cross_entropy_with_logits(m, m, m, 'sum')
T.nn.functional.binary_cross_entropy_with_logits(q, q, pos_weight=w)
T.nn.functional.pad(m, (1, 2)); T.nn.functional.pad(m, (1, 0, 2, 1), value=3)
T.nn.functional.pad(b, (1, 2), 'reflect'); T.nn.functional.pad(b, (1, 1), 'replicate')
T.nn.functional.pad(b, (2, 1), 'circular'); T.nn.functional.pad(m, (-1, 1))
T.nn.functional.pad(m, (1,)); T.nn.functional.pad(b, (9, 0), 'reflect')
T.nn.functional.pad(v, (1, 1), 'reflect'); T.linalg.cond(q); T.linalg.cond(q, 1)
T.linalg.cond(q, 'fro'); T.linalg.cond(m); T.linalg.cond(m, 'nuc'); T.linalg.det(q)
T.linalg.slogdet(q); T.linalg.det(m); T.linalg.matrix_exp(q); T.linalg.matrix_exp(m)
T.linalg.matrix_norm(m); T.linalg.matrix_norm(m, 'nuc'); T.linalg.matrix_norm(b, 1)
T.linalg.matrix_norm(m, 2); T.linalg.matrix_norm(m, -2)
T.linalg.matrix_norm(b, -1, (0, 2), True); T.linalg.matrix_norm(v)
T.linalg.matrix_norm(m, 3); T.linalg.matrix_power(q, 3); T.linalg.matrix_power(q, 0)
T.linalg.matrix_power(q, -2); T.linalg.matrix_rank(q)
T.linalg.matrix_rank(m, tol=9.0); T.linalg.matrix_rank(v); T.linalg.multi_dot([m, n])
T.linalg.multi_dot([v, v]); T.linalg.multi_dot([w, m, n]); T.linalg.multi_dot([m])
T.linalg.norm(m); T.linalg.norm(v, 3); T.linalg.norm(m, 1)
T.linalg.norm(b, dim=(0, 1)); T.linalg.norm(b, 2); T.linalg.norm(b)
T.linalg.norm(m, 'fro', dim=(1, 0), keepdim=True); T.linalg.norm(v, 'fro')
T.linalg.vector_norm(m); T.linalg.vector_norm(m, 0)
T.linalg.vector_norm(b, 3, (0, 2)); T.linalg.vector_norm(e)
T.linalg.vector_norm(m, float('inf'), 1); T.linalg.vector_norm(e, float('inf'))
T.linalg.vector_norm(m, -1, 0, True)
T.linalg.tensorinv(c.reshape(4, 2, 2, 3, 4)[:, :, 0, 0, 0].reshape(4, 2, 1), 1)
T.linalg.tensorinv(q, 1); T.linalg.tensorinv(m, 1); T.linalg.tensorsolve(q, w)
T.linalg.tensorsolve(m, w); T.linalg.vander(v); T.linalg.vander(m, N=3)
T.linalg.diagonal(m); T.linalg.diagonal(b, offset=1); T.linalg.matmul(m, n)
T.stft(v, 4, return_complex=True); T.stft(v, 4, 2, return_complex=False)
v.stft(2, 1, center=False, return_complex=True)
T.stft(m, 4, 2, 3, w, return_complex=True)
T.stft(m, 2, window=v[:2], normalized=True, return_complex=True)
T.stft(v, 4, onesided=False, return_complex=True); T.stft(v, 40, return_complex=True)
T.stft(v, 4); T.istft(m, 4, 2); T.istft(q, 4, 1, return_complex=False)
T.istft(T.stft(v, 4, 1, return_complex=True), 4, 1); T.fft.fftshift(m)
T.fft.fftshift(m, 1); T.fft.ifftshift(b, (0, 2)); T.fft.ifftshift(v); T.fft.fft2(m)
T.fft.ifft2(b, norm='ortho'); T.fft.rfft2(m, (2, 5)); T.fft.irfft2(m); T.fft.hfft2(m)
T.fft.ihfft2(m); T.fft.fft2(v); T.fft.rfftn(b, dim=(0, 2)); T.fft.irfftn(b, (2, 4))
T.fft.fftn(b, (2, 2), (0, 1), 'forward'); T.logspace(0, 2, 5); T.logspace(s, 2, 3)
T.range(1, 4, 0.5); T.empty_strided((2, 3), (1, 2)).stride()
T.empty_permuted((2, 3, 4), (1, 2, 0)).stride()
T.segment_reduce(m, 'sum', lengths=i); T.segment_reduce(m, 'mean', lengths=i)
T.segment_reduce(m, 'max', lengths=i, initial=0)
T.segment_reduce(m, 'prod', lengths=i); T.segment_reduce(m, 'min', lengths=i, initial=9)
T.segment_reduce(n, 'sum', lengths=i); T.nonzero_static(m, size=5)
T.hash_tensor(m); T.hash_tensor(b, (0, 2)); T.hash_tensor(b, 1, keepdim=True)
T.norm_except_dim(b, 2, 1); T.norm_except_dim(m, 1); T.frobenius_norm(b, (0, 1))
T.frobenius_norm(m, 1, True); T.nuclear_norm(m); T.nuclear_norm(b, (0, 2))
T.linalg.householder_product(n, w); T.linalg.householder_product(m, w)
T.ormqr(n, w, n); T.ormqr(n, w, m, False, True); T.triangular_solve(q, q)
T.lu(q + 9 * T.eye(3, dtype=q.dtype)); T.embedding(m, i); T.embedding(m, i, 1, True)
T.embedding_bag(m, i, i[1:], mode=1); T.embedding_bag(m, i, i[1:], mode=2)
T.native_layer_norm(m, (4,), None, None, 0.5); T.rms_norm(m, (4,), None, 0.5)
T.native_group_norm(b, None, None, 2, 3, 4, 3, 0.5)
T.batch_norm(b, w, w, None, None, True, 0.1, 0.5, False)
T.instance_norm(b, w, w, None, None, True, 0.1, 0.5, False)
T.native_batch_norm(b, w, None, None, None, True, 0.1, 0.5)
T.cosine_similarity(m, m * 2); T.pairwise_distance(m, m + 1); T.pdist(m)
T.kl_div(m, m * 2, 1); T.hinge_embedding_loss(m, m, 0.5, 0)
T.margin_ranking_loss(v, v * 2, v, 0.5, 2); T.triplet_margin_loss(m, m * 2, m + 1)
T.poisson_nll_loss(m, m, True, False, 0.5, 1); T.bilinear(m, m, c[:, :1, :4])
T.grid_sampler_2d(b.reshape(1, 2, 3, 4), n.reshape(1, 3, 2, 2) / 9, 0, 0, True)
T.affine_grid_generator(q[:2].reshape(1, 2, 3), (1, 1, 2, 2), False)
T.rnn_tanh_cell(m / 9, q / 9, q[:, :1] * m / 99, q / 9)
T.gru_cell(m / 9, q[:, :1] / 9, m / 9, q[:, :1] / 9)
T.conv_tbc(b, b.mT / 9, w); T.nn.functional.grouped_mm(b, b.mT)
T.nn.functional.linear_cross_entropy(m / 9, b.reshape(6, 4) / 9, i)
T.nn.functional.linear_cross_entropy(m / 9, m / 9, q.softmax(1), reduction='sum')
T.geqrf(m.detach()); T.linalg.ldl_factor((q + q.mT).detach())
T.linalg.ldl_solve(*T.linalg.ldl_factor((q + q.mT).detach()), q)
m.dim_order(); b.mT.dim_order(); m.float_power_(2); v.polygamma_(1)
"""


def calls(texts: str = CALLS) -> list[str]:
    """The expressions one by one."""
    return [text.strip() for text in re.split(r"[;\n]", texts) if text.strip()]


def name_of(call: str) -> str:
    """The function or method that an expression is about: the last one called."""
    found = re.findall(r"\.([a-z]\w*)\(", call.split("(T.")[0] + "(")
    return found[0] if found else call


def operand(name: str, dtype: str, layout: str) -> ct.Tensor:
    """A tensor of whole and half numbers, the same each time."""
    if name in OWN:
        own, numbers = OWN[name]
        return ct.tensor(numbers, dtype=own)
    shape = SHAPES[name]
    rng = np.random.default_rng(ord(name))
    numbers = (1 + rng.permutation(int(np.prod(shape)))) / 2
    if dtype in INTEGERS:
        numbers = np.round(numbers) % (2 if dtype == "bool" else 100)
    t = ct.tensor(numbers.reshape(shape)).to(getattr(ct, dtype))
    return LAYOUTS[layout](t) if layout else t


def place_of(call: str, code: CodeType, names: list[str]) -> Place:
    """The expression as a function of its operands."""

    def of(package: Any) -> Any:
        return lambda *given: eval(code, {"T": package} | dict(zip(names, given)))  # noqa: B905

    return Place(call, of(ct), of(torch), 0, False)


def compare(call: str, dtype: str, layout: str) -> Iterator[tuple[str, str]]:
    """What an expression differs in."""
    code = compile(call, "call", "eval")
    names = [name for name in (*SHAPES, *OWN) if name in code.co_names]
    given = [operand(name, dtype, layout) for name in names]
    place, others = place_of(call, code, names), twin(given)
    gradients = dtype in FLOATS and "fill_" not in call
    theirs = attempt(place, others, {}, gradients, torch)
    ours = attempt(place, given, {}, gradients, ct)
    for what, found in differences(ours, theirs, 256, "empty_" not in call):
        yield what, f"{call}: {dtype} {layout}: {' '.join(found.split())}"


def main() -> None:
    """Runs all, or the calls of some names."""
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    found = []
    for call in calls():
        if len(sys.argv) > 1 and name_of(call) not in sys.argv:
            continue
        kinds = [("float32", layout) for layout in ("transposed", "strided")]
        for dtype, layout in [(d, "") for d in (*FLOATS, *INTEGERS)] + kinds:
            for what, text in compare(call, dtype, layout):
                found.append((f"py.{name_of(call)}", f"{what}: {text}"))
    own, others = listed.entries("py."), listed.entries("")
    sys.exit(shown_and_bad(found, own, len(sys.argv) == 1, others))


if __name__ == "__main__":
    main()
