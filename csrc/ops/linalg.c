/* linalg: what LAPACK's rows take, and how their results are laid out: matrix by matrix,
 * each as LAPACK computes it, columns one behind the other. */
#include "rows/linalg.h"

#include <string.h>

#include "core/device.h"
#include "ops/op.h"

/* Workspaces hold twice the square of the smaller size, counted in 32 bits. */
enum { SMALLER_SIZE = 32766 };

static int check_matrices(const ct_call *c, const ct_tensor *x, bool square)
{
    ct_dtype d = (ct_dtype)x->dtype;
    bool fits = ct_dtype_is_inexact(d) && ct_dtype_compute(d) == d;
    if (ct_check_dtype(c, fits, "a float32, float64 or complex", d) < 0) {
        return -1;
    }
    if (x->ndim < 2) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected at least 2 dims, got shape %s",
                        c->op->name, ct_tensor_shape_str(x));
    }
    int64_t m = x->shape[x->ndim - 2], n = x->shape[x->ndim - 1];
    if (square && m != n) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected square matrices, got shape %s",
                        c->op->name, ct_tensor_shape_str(x));
    }
    if (m > INT32_MAX || n > INT32_MAX || (m > SMALLER_SIZE && n > SMALLER_SIZE)) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected matrices with a side of at most %d, got shape %s",
                        c->op->name, SMALLER_SIZE, ct_tensor_shape_str(x));
    }
    return 0;
}

/* Does other (*, n, k) stand beside input (*, m, n)? */
static int check_beside(const ct_call *c, const ct_tensor *a, const ct_tensor *b)
{
    if (a->dtype != b->dtype) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected operands of one dtype, got %s and %s",
                        c->op->name, ct_dtype_name((ct_dtype)a->dtype),
                        ct_dtype_name((ct_dtype)b->dtype));
    }
    bool fits = a->ndim == b->ndim && b->shape[b->ndim - 1] <= INT32_MAX;
    for (int i = 0; fits && i < a->ndim - 1; i++) {
        fits = a->shape[i] == b->shape[i];
    }
    if (fits) {
        return 0;
    }
    return ct_error(CT_ERR_RUNTIME,
                    "%s: expected shapes (*, m, n) and (*, m, k), got %s and %s",
                    c->op->name, ct_tensor_shape_str(a), ct_tensor_shape_str(b));
}

/* ---- results ------------------------------------------------------------------- */

/* The batch of x behind a shape; how many dims that is. */
static int batch_of(ct_call *c, int i, const ct_tensor *x)
{
    memcpy(ct_call_shape(c, i), x->shape, (size_t)(x->ndim - 2) * sizeof *x->shape);
    return x->ndim - 2;
}

static void give_matrices(ct_call *c, int i, const ct_tensor *x, int64_t m, int64_t n)
{
    int64_t *shape = ct_call_shape(c, i), *strides = ct_call_strides(c, i);
    int64_t step = ct_tensor_itemsize(x), rows = m > 1 ? m : 1, columns = n > 1 ? n : 1;
    int at = batch_of(c, i, x);
    shape[at] = m;
    shape[at + 1] = n;
    strides[at] = step;
    strides[at + 1] = step * rows;
    step *= rows * columns;
    for (int d = at - 1; d >= 0; d--) {
        strides[d] = step;
        step *= shape[d] > 1 ? shape[d] : 1;
    }
    ct_call_spec(c, i, (ct_dtype)x->dtype, at + 2, shape)->strides = strides;
}

static void give_vectors(ct_call *c, int i, const ct_tensor *x, ct_dtype dtype,
                         int64_t n)
{
    int at = batch_of(c, i, x);
    ct_call_shape(c, i)[at] = n;
    ct_call_spec(c, i, dtype, at + 1, ct_call_shape(c, i));
}

static void give_numbers(ct_call *c, int i, const ct_tensor *x, ct_dtype dtype)
{
    ct_call_spec(c, i, dtype, batch_of(c, i, x), ct_call_shape(c, i));
}

static int64_t rows_of(const ct_tensor *x)
{
    return x->shape[x->ndim - 2];
}

static int64_t columns_of(const ct_tensor *x)
{
    return x->shape[x->ndim - 1];
}

static int64_t least_side(const ct_tensor *x)
{
    return rows_of(x) < columns_of(x) ? rows_of(x) : columns_of(x);
}

static ct_dtype real_of(const ct_tensor *x)
{
    return ct_dtype_to_real((ct_dtype)x->dtype);
}

/* ---- checks -------------------------------------------------------------------- */

/* A square matrix gives one of its size, and maybe info. */
static int check_square(ct_call *c, bool info)
{
    const ct_tensor *x = ARG(c, lapack_inv, input).tensor;
    if (check_matrices(c, x, true) < 0) {
        return -1;
    }
    give_matrices(c, 0, x, rows_of(x), rows_of(x));
    if (info) {
        give_numbers(c, 1, x, CT_DTYPE_I32);
    }
    return 0;
}

int ct_lapack_cholesky_check(ct_call *c)
{
    return check_square(c, true);
}

int ct_lapack_cofactors_check(ct_call *c)
{
    return check_square(c, false);
}

int ct_lapack_cofactors_grad_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_cofactors_grad, input).tensor,
                    *g = ARG(c, lapack_cofactors_grad, grad).tensor;
    if (g->dtype != x->dtype || !ct_shape_equal(g->ndim, g->shape, x->ndim, x->shape)) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected grad and input of one dtype and shape",
                        c->op->name);
    }
    return check_square(c, false);
}

int ct_lapack_lu_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_lu, input).tensor;
    if (check_matrices(c, x, false) < 0) {
        return -1;
    }
    give_matrices(c, 0, x, rows_of(x), columns_of(x));
    give_vectors(c, 1, x, CT_DTYPE_I32, least_side(x));
    give_numbers(c, 2, x, CT_DTYPE_I32);
    return 0;
}

int ct_lapack_permutation_check(ct_call *c)
{
    const ct_tensor *p = ARG(c, lapack_permutation, pivots).tensor;
    int64_t n = ARG(c, lapack_permutation, size).i, *shape = ct_call_shape(c, 0);
    if (ct_check_dtype(c, p->dtype == CT_DTYPE_I32, "an int32", (ct_dtype)p->dtype) <
        0) {
        return -1;
    }
    if (p->ndim < 1 || n < p->shape[p->ndim - 1] || p->ndim + 1 > CT_MAX_NDIM) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected pivots (*, k) of at least k rows, got shape %s",
                        c->op->name, ct_tensor_shape_str(p));
    }
    memcpy(shape, p->shape, (size_t)(p->ndim - 1) * sizeof *shape);
    shape[p->ndim - 1] = shape[p->ndim] = n;
    ct_dtype d = (ct_dtype)ARG(c, lapack_permutation, dtype).i;
    ct_call_spec(c, 0, d, p->ndim + 1, shape)->kind = CT_SPEC_ZEROS;
    return 0;
}

static int check_solution(ct_call *c, bool info)
{
    const ct_tensor *a = ARG(c, lapack_solve, input).tensor,
                    *b = ARG(c, lapack_solve, other).tensor;
    if (check_matrices(c, a, true) < 0 || check_beside(c, a, b) < 0) {
        return -1;
    }
    give_matrices(c, 0, b, rows_of(b), columns_of(b));
    if (info) {
        give_numbers(c, 1, b, CT_DTYPE_I32);
    }
    return 0;
}

int ct_lapack_solve_check(ct_call *c)
{
    return check_solution(c, true);
}

int ct_lapack_triangular_check(ct_call *c)
{
    return check_solution(c, false);
}

int ct_lapack_det_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_det, input).tensor;
    if (check_matrices(c, x, true) < 0) {
        return -1;
    }
    give_numbers(c, 0, x, (ct_dtype)x->dtype);
    return 0;
}

int ct_lapack_slogdet_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_slogdet, input).tensor;
    if (ct_lapack_det_check(c) < 0) {
        return -1;
    }
    give_numbers(c, 1, x, real_of(x));
    return 0;
}

int ct_lapack_qr_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_qr, input).tensor;
    int64_t mode = ARG(c, lapack_qr, mode).i;
    if (check_matrices(c, x, false) < 0) {
        return -1;
    }
    int64_t k = mode == CT_IS_lapack_qr_mode_complete ? rows_of(x) : least_side(x);
    if (k > SMALLER_SIZE && mode == CT_IS_lapack_qr_mode_complete) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected at most %d rows of mode 'complete', got %lld",
                        c->op->name, SMALLER_SIZE, (long long)k);
    }
    if (mode == CT_IS_lapack_qr_mode_r) {
        ct_call_shape(c, 0)[0] = 0;
        ct_call_spec(c, 0, (ct_dtype)x->dtype, 1, ct_call_shape(c, 0));
    } else {
        give_matrices(c, 0, x, rows_of(x), k);
    }
    give_matrices(c, 1, x, k, columns_of(x));
    return 0;
}

int ct_lapack_geqrf_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_geqrf, input).tensor;
    if (check_matrices(c, x, false) < 0) {
        return -1;
    }
    give_matrices(c, 0, x, rows_of(x), columns_of(x));
    give_vectors(c, 1, x, (ct_dtype)x->dtype, least_side(x));
    return 0;
}

int ct_lapack_ldl_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_ldl, input).tensor;
    if (check_matrices(c, x, true) < 0) {
        return -1;
    }
    give_matrices(c, 0, x, rows_of(x), rows_of(x));
    give_vectors(c, 1, x, CT_DTYPE_I32, rows_of(x));
    give_numbers(c, 2, x, CT_DTYPE_I32);
    return 0;
}

int ct_lapack_ldl_solve_check(ct_call *c)
{
    const ct_tensor *a = ARG(c, lapack_ldl_solve, input).tensor,
                    *p = ARG(c, lapack_ldl_solve, pivots).tensor,
                    *b = ARG(c, lapack_ldl_solve, other).tensor;
    if (check_matrices(c, a, true) < 0 || check_beside(c, a, b) < 0 ||
        ct_check_dtype(c, p->dtype == CT_DTYPE_I32, "an int32", (ct_dtype)p->dtype) <
            0) {
        return -1;
    }
    bool fits = p->ndim == a->ndim - 1;
    for (int i = 0; fits && i < p->ndim; i++) {
        fits = p->shape[i] == a->shape[i];
    }
    if (!fits) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected pivots (*, n) of %s, got %s",
                        c->op->name, ct_tensor_shape_str(a), ct_tensor_shape_str(p));
    }
    give_matrices(c, 0, b, rows_of(b), columns_of(b));
    return 0;
}

int ct_lapack_eigh_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_eigh, input).tensor;
    if (check_matrices(c, x, true) < 0) {
        return -1;
    }
    give_vectors(c, 0, x, real_of(x), rows_of(x));
    give_matrices(c, 1, x, rows_of(x), rows_of(x));
    return 0;
}

int ct_lapack_eigvalsh_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_eigvalsh, input).tensor;
    if (check_matrices(c, x, true) < 0) {
        return -1;
    }
    give_vectors(c, 0, x, real_of(x), rows_of(x));
    return 0;
}

int ct_lapack_eigvals_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_eigvals, input).tensor;
    if (check_matrices(c, x, true) < 0) {
        return -1;
    }
    give_vectors(c, 0, x, ct_dtype_to_complex((ct_dtype)x->dtype), rows_of(x));
    return 0;
}

int ct_lapack_eig_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_eig, input).tensor;
    if (ct_lapack_eigvals_check(c) < 0) {
        return -1;
    }
    ct_tensor as_complex = {.ndim = x->ndim, .shape = x->shape};
    as_complex.dtype = (uint8_t)ct_dtype_to_complex((ct_dtype)x->dtype);
    give_matrices(c, 1, &as_complex, rows_of(x), rows_of(x));
    return 0;
}

int ct_lapack_svd_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_svd, input).tensor;
    if (check_matrices(c, x, false) < 0) {
        return -1;
    }
    bool full = ARG(c, lapack_svd, full).i;
    int64_t m = rows_of(x), n = columns_of(x), k = least_side(x);
    if (full && (m > SMALLER_SIZE || n > SMALLER_SIZE)) {
        return ct_error(
            CT_ERR_RUNTIME,
            "%s: expected sides of at most %d with full_matrices, got shape "
            "%s",
            c->op->name, SMALLER_SIZE, ct_tensor_shape_str(x));
    }
    give_matrices(c, 0, x, m, full ? m : k);
    give_vectors(c, 1, x, real_of(x), k);
    give_matrices(c, 2, x, full ? n : k, n);
    return 0;
}

int ct_lapack_svdvals_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_svdvals, input).tensor;
    if (check_matrices(c, x, false) < 0) {
        return -1;
    }
    give_vectors(c, 0, x, real_of(x), least_side(x));
    return 0;
}

int ct_lapack_lstsq_check(ct_call *c)
{
    const ct_tensor *a = ARG(c, lapack_lstsq, input).tensor,
                    *b = ARG(c, lapack_lstsq, other).tensor;
    if (check_matrices(c, a, false) < 0 || check_beside(c, a, b) < 0) {
        return -1;
    }
    give_matrices(c, 0, a, columns_of(a), columns_of(b));
    give_numbers(c, 1, a, CT_DTYPE_I64);
    give_vectors(c, 2, a, real_of(a), least_side(a));
    c->spec[2].kind = CT_SPEC_ZEROS;
    return 0;
}

int ct_lapack_pinv_check(ct_call *c)
{
    const ct_tensor *x = ARG(c, lapack_pinv, input).tensor;
    if (check_matrices(c, x, false) < 0) {
        return -1;
    }
    give_matrices(c, 0, x, columns_of(x), rows_of(x));
    return 0;
}
