/* linalg_calls: what users call, in rows lapack_*.
 *
 * 16-bit floats are computed in float32; batches broadcast; what is upper for what is
 * lower is the adjoint, and X A = B is A^T X^T = B^T. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "core/device.h"
#include "ops/scope.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/create.h"
#include "rows/diagonal.h"
#include "rows/exponential.h"
#include "rows/join.h"
#include "rows/linalg.h"
#include "rows/matmul.h"
#include "rows/reduce.h"
#include "rows/view.h"

/* ---- operands and results ---------------------------------------------------------- */

static int64_t rows_of(const ct_tensor *x)
{
    return x->shape[x->ndim - 2];
}

static int64_t columns_of(const ct_tensor *x)
{
    return x->shape[x->ndim - 1];
}

static ct_tensor *adjoint(ct_scope *s, ct_tensor *x)
{
    return ct_s_transpose(s, ct_scope_conj(s, x), -2, -1);
}

/* x in a dtype that LAPACK has; NULL with the error of this call, or of x's. */
static ct_tensor *ready(ct_call *c, ct_scope *s, ct_tensor *x)
{
    if (!x) {
        return NULL;
    }
    ct_dtype d = (ct_dtype)x->dtype;
    if (ct_check_dtype(c, ct_dtype_is_inexact(d), "a floating or complex", d) < 0) {
        return NULL;
    }
    if (x->ndim < 2) {
        ct_error(CT_ERR_RUNTIME, "%s: expected at least 2 dims, got shape %s",
                 c->op->name, ct_tensor_shape_str(x));
        return NULL;
    }
    return ct_s_cast(s, x, ct_dtype_compute(d));
}

/* float32 results of what was `of`, in its dtype. */
static ct_tensor *back(ct_scope *s, ct_tensor *y, const ct_tensor *of)
{
    bool half = ct_dtype_compute((ct_dtype)of->dtype) != of->dtype;
    return y && half && y->dtype == CT_DTYPE_F32 ? ct_s_cast(s, y, (ct_dtype)of->dtype)
                                                 : y;
}

/* A composite of several results: `run` writes them, of its first operand in a dtype that
 * LAPACK has. */
typedef void (*results_fn)(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t);

static int run_results(ct_call *c, results_fn run)
{
    ct_scope s;
    ct_tensor *t[CT_MAX_RESULTS] = {0}, *x;
    ct_scope_begin(&s);
    x = ready(c, &s, FIRST(c));
    bool whole = x != NULL;
    if (whole) {
        run(c, &s, x, t);
    }
    for (int i = 0; i < c->op->nout; i++) {
        t[i] = back(&s, t[i], FIRST(c));
        whole = whole && t[i] && !s.failed;
    }
    for (int i = 0; whole && i < c->op->nout; i++) {
        c->out[i] = ct_newref(t[i]);
    }
    if (ct_scope_end(&s) < 0 && whole) {
        ct_call_release(c);
        return -1;
    }
    return whole ? 0 : -1;
}

/* Runs a prepared call of several results, and writes the first n to t. */
static void run_into(ct_scope *s, ct_call *row, int n, ct_tensor **t)
{
    if (ct_scope_run(s, row)) {
        memcpy(t, row->out, (size_t)n * sizeof *t);
    }
}

/* Broadcasts the batches of two operands; -1 with the error. */
static int broadcast(const ct_call *c, ct_scope *s, ct_tensor **a, ct_tensor **b)
{
    int64_t shape[CT_MAX_NDIM];
    ct_tensor *operands[] = {*a, *b};
    if (!*a || !*b) {
        return -1;
    }
    if ((*b)->ndim < 2) {
        return ct_error(CT_ERR_RUNTIME, "%s: expected at least 2 dims, got shape %s",
                        c->op->name, ct_tensor_shape_str(*b));
    }
    int n = (*a)->ndim - 2;
    memcpy(shape, (*a)->shape, (size_t)n * sizeof *shape);
    if (ct_shape_broadcast(c->op->name, &n, shape, (*b)->ndim - 2, (*b)->shape) < 0) {
        return -1;
    }
    for (int i = 0; i < 2; i++) {
        ct_tensor *x = operands[i];
        shape[n] = rows_of(x);
        shape[n + 1] = columns_of(x);
        operands[i] = ct_s_expand(s, x, ct_dims_of(n + 2, shape));
    }
    *a = operands[0];
    *b = operands[1];
    return *a && *b ? 0 : -1;
}

/* Ones on the diagonals of matrices as many and as large as those of square x. */
static ct_tensor *identity(ct_scope *s, ct_tensor *x)
{
    x = ct_s_diagonal(s, x, .dim1 = CT_SOME(-2), .dim2 = CT_SOME(-1));
    return ct_s_diag_embed(s, ct_s_ones_like(s, x));
}

/* ---- Cholesky ------------------------------------------------------------------------ */

/* The factor, and info if it is asked for. */
static ct_tensor *cholesky(ct_scope *s, ct_tensor *x, bool upper, bool check,
                           ct_tensor **info)
{
    ct_call row;
    x = upper && x ? adjoint(s, x) : x;
    if (!x) {
        return NULL;
    }
    ct_call_init(&row, CT_ROW(lapack_cholesky));
    ct_call_tensor(&row, CT_AT(lapack_cholesky, input), x);
    ct_call_int(&row, CT_AT(lapack_cholesky, check), check);
    ct_tensor *t[2] = {0};
    run_into(s, &row, 2, t);
    if (info) {
        *info = t[1];
    }
    return upper ? adjoint(s, t[0]) : t[0];
}

CT_BODY(linalg_cholesky)
{
    ct_tensor *x = ARG(c, linalg_cholesky, A).tensor;
    bool upper = ARG(c, linalg_cholesky, upper).i;
    return back(s, cholesky(s, ready(c, s, x), upper, true, NULL), x);
}

CT_BODY(cholesky)
{
    ct_tensor *x = ARG(c, cholesky, input).tensor;
    bool upper = ARG(c, cholesky, upper).i;
    return back(s, cholesky(s, ready(c, s, x), upper, true, NULL), x);
}

static void cholesky_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    t[0] = cholesky(s, x, ARG(c, linalg_cholesky_ex, upper).i,
                    ARG(c, linalg_cholesky_ex, check_errors).i, &t[1]);
}

int ct_linalg_cholesky_ex_body(ct_call *c)
{
    return run_results(c, cholesky_results);
}

/* X with L L^H X = b, of L in its triangle of `factor`. */
static ct_tensor *cholesky_solution(ct_scope *s, ct_tensor *factor, ct_tensor *b,
                                    bool upper)
{
    ct_tensor *turned = adjoint(s, factor);
    ct_tensor *lower = upper ? turned : factor, *right = upper ? factor : turned;
    b = ct_s_lapack_triangular(s, lower, b, false, false);
    return ct_s_lapack_triangular(s, right, b, true, false);
}

CT_BODY(cholesky_solve)
{
    ct_tensor *b = ARG(c, cholesky_solve, input).tensor,
              *a = ARG(c, cholesky_solve, input2).tensor;
    ct_tensor *x = ready(c, s, b), *factor = ready(c, s, a);
    if (broadcast(c, s, &factor, &x) < 0) {
        return NULL;
    }
    return back(s, cholesky_solution(s, factor, x, ARG(c, cholesky_solve, upper).i), b);
}

CT_BODY(cholesky_inverse)
{
    ct_tensor *x = ARG(c, cholesky_inverse, input).tensor, *a = ready(c, s, x);
    bool upper = ARG(c, cholesky_inverse, upper).i;
    return back(s, a ? cholesky_solution(s, a, identity(s, a), upper) : NULL, x);
}

/* ---- inverses and solutions ------------------------------------------------------------ */

CT_BODY(linalg_inv)
{
    ct_tensor *x = ARG(c, linalg_inv, A).tensor;
    return back(s, ct_s_lapack_inv(s, ready(c, s, x), true), x);
}

CT_BODY(inverse)
{
    ct_tensor *x = ARG(c, inverse, input).tensor;
    return back(s, ct_s_lapack_inv(s, ready(c, s, x), true), x);
}

/* sum(conj(g) y) A^-H - y g^H A^-H, of those that have an inverse */
CT_BODY(lapack_cofactors_grad)
{
    ct_tensor *x = ARG(c, lapack_cofactors_grad, input).tensor,
              *g = ARG(c, lapack_cofactors_grad, grad).tensor;
    ct_tensor *y = ct_s_lapack_cofactors(s, x),
              *turned = adjoint(s, ct_s_lapack_inv(s, x, false));
    ct_tensor *by = ct_s_mul(s, ct_scope_conj(s, g), y);
    by = ct_s_sum(s, by, .dim = ct_dims_of(2, (int64_t[]){-2, -1}), .keepdim = true);
    ct_tensor *rest = ct_s_matmul(s, y, ct_s_matmul(s, adjoint(s, g), turned));
    return ct_s_sub(s, ct_s_mul(s, by, turned), rest);
}

static void inv_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    ct_call row;
    ct_call_init(&row, CT_ROW(lapack_inv));
    ct_call_tensor(&row, CT_AT(lapack_inv, input), x);
    ct_call_int(&row, CT_AT(lapack_inv, check), ARG(c, linalg_inv_ex, check_errors).i);
    run_into(s, &row, 2, t);
}

int ct_linalg_inv_ex_body(ct_call *c)
{
    return run_results(c, inv_results);
}

/* Is b, beside matrices a, a vector of each? */
static bool holds_vectors(const ct_tensor *a, const ct_tensor *b)
{
    return b->ndim == 1 || (a->ndim == b->ndim + 1 &&
                            ct_shape_equal(b->ndim, b->shape, a->ndim - 1, a->shape));
}

/* b in a's dtype, as matrices. */
static ct_tensor *right_side(ct_call *c, ct_scope *s, ct_tensor *a, ct_tensor *b)
{
    if (!a) {
        return NULL;
    }
    return ready(c, s, holds_vectors(a, b) ? ct_s_unsqueeze(s, b, -1) : b);
}

/* The solution, and info if it is asked for. */
static ct_tensor *solution(ct_call *c, ct_scope *s, ct_tensor *a, bool left, bool check,
                           ct_tensor **info)
{
    ct_tensor *given = ARG(c, linalg_solve, B).tensor, *t[2] = {0};
    bool vectors = a && holds_vectors(a, given);
    ct_tensor *b = right_side(c, s, a, given);
    if (!left && vectors) {
        return ct_scope_fail(s, CT_ERR_RUNTIME,
                             "solve: expected B of matrices with left=False, got "
                             "vectors");
    }
    a = left ? a : ct_s_matrix_T(s, a);
    b = left ? b : ct_s_matrix_T(s, b);
    if (broadcast(c, s, &a, &b) < 0) {
        return NULL;
    }
    ct_call row;
    ct_call_init(&row, CT_ROW(lapack_solve));
    ct_call_tensor(&row, CT_AT(lapack_solve, input), a);
    ct_call_tensor(&row, CT_AT(lapack_solve, other), b);
    ct_call_int(&row, CT_AT(lapack_solve, check), check);
    run_into(s, &row, 2, t);
    if (info) {
        *info = t[1];
    }
    t[0] = left ? t[0] : ct_s_matrix_T(s, t[0]);
    return vectors ? ct_s_select(s, t[0], -1, 0) : t[0];
}

CT_BODY(linalg_solve)
{
    ct_tensor *x = ARG(c, linalg_solve, A).tensor;
    bool left = ARG(c, linalg_solve, left).i;
    return back(s, solution(c, s, ready(c, s, x), left, true, NULL), x);
}

static void solve_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    t[0] = solution(c, s, x, ARG(c, linalg_solve_ex, left).i,
                    ARG(c, linalg_solve_ex, check_errors).i, &t[1]);
}

int ct_linalg_solve_ex_body(ct_call *c)
{
    return run_results(c, solve_results);
}

CT_BODY(linalg_solve_triangular)
{
    ct_tensor *x = ARG(c, linalg_solve_triangular, A).tensor;
    bool upper = ARG(c, linalg_solve_triangular, upper).i,
         left = ARG(c, linalg_solve_triangular, left).i,
         unit = ARG(c, linalg_solve_triangular, unitriangular).i;
    ct_tensor *a = ready(c, s, x);
    ct_tensor *b = ready(c, s, ARG(c, linalg_solve_triangular, B).tensor);
    a = left ? a : ct_s_matrix_T(s, a);
    b = left ? b : ct_s_matrix_T(s, b);
    if (broadcast(c, s, &a, &b) < 0) {
        return NULL;
    }
    ct_tensor *y = ct_s_lapack_triangular(s, a, b, left ? upper : !upper, unit);
    return back(s, left ? y : ct_s_matrix_T(s, y), x);
}

/* ---- LU ----------------------------------------------------------------------------------- */

static void lu_of(ct_call *c, ct_scope *s, ct_tensor *x, bool pivot, bool check,
                  ct_tensor **t)
{
    ct_call row;
    if (!pivot) {
        ct_error(CT_ERR_NOT_IMPLEMENTED,
                 "%s: expected pivot=True, as LAPACK has no LU without", c->op->name);
        return;
    }
    ct_call_init(&row, CT_ROW(lapack_lu));
    ct_call_tensor(&row, CT_AT(lapack_lu, input), x);
    ct_call_int(&row, CT_AT(lapack_lu, check), check);
    run_into(s, &row, 3, t);
}

static void lu_factor_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    lu_of(c, s, x, ARG(c, linalg_lu_factor, pivot).i, true, t);
}

static void lu_factor_ex_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    lu_of(c, s, x, ARG(c, linalg_lu_factor_ex, pivot).i,
          ARG(c, linalg_lu_factor_ex, check_errors).i, t);
}

int ct_linalg_lu_factor_body(ct_call *c)
{
    return run_results(c, lu_factor_results);
}

int ct_linalg_lu_factor_ex_body(ct_call *c)
{
    return run_results(c, lu_factor_ex_results);
}

/* P, L and U of both in one. */
static void unpack(ct_scope *s, ct_tensor *lu, ct_tensor *pivots, ct_tensor **t)
{
    if (!lu || !pivots) {
        return;
    }
    int64_t m = rows_of(lu), n = columns_of(lu), k = m < n ? m : n;
    ct_tensor *l = ct_s_narrow(s, lu, -1, 0, k), *u = ct_s_narrow(s, lu, -2, 0, k);
    ct_tensor *ones = ct_s_ones_like(
        s, ct_s_diagonal(s, l, .dim1 = CT_SOME(-2), .dim2 = CT_SOME(-1)));
    ct_tensor *diagonal = ct_s_diag_embed(s, ones);
    if (m > k && diagonal) {
        int64_t below[CT_MAX_NDIM];
        memcpy(below, l->shape, (size_t)l->ndim * sizeof *below);
        below[l->ndim - 2] = m - k;
        ct_tensor *both[] = {diagonal, ct_s_new_zeros(s, (ct_dtype)lu->dtype, l->ndim,
                                                      below, CT_PLACE(lu))};
        diagonal =
            both[1] ? ct_s_cat(s, ct_tensors_of(2, both), .dim = CT_SOME(-2)) : NULL;
    }
    t[0] = ct_s_lapack_permutation(s, pivots, m, lu->dtype);
    t[1] = ct_s_add(s, ct_s_tril(s, l, .diagonal = CT_SOME(-1)), diagonal);
    t[2] = ct_s_triu(s, u);
}

static void lu_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    ct_tensor *factors[3] = {0};
    lu_of(c, s, x, ARG(c, linalg_lu, pivot).i, false, factors);
    unpack(s, factors[0], factors[1], t);
}

int ct_linalg_lu_body(ct_call *c)
{
    return run_results(c, lu_results);
}

static void lu_unpack_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    unpack(s, x, ARG(c, lu_unpack, LU_pivots).tensor, t);
}

int ct_lu_unpack_body(ct_call *c)
{
    return run_results(c, lu_unpack_results);
}

/* X with P L U X = b, or (P L U)^H X = b. */
static ct_tensor *lu_solution(ct_call *c, ct_scope *s, ct_tensor *lu, ct_tensor *pivots,
                              ct_tensor *b, bool adjoined)
{
    if (broadcast(c, s, &lu, &b) < 0) {
        return NULL;
    }
    ct_tensor *p = ct_s_lapack_permutation(s, pivots, rows_of(lu), lu->dtype);
    if (!adjoined) {
        b = ct_s_matmul(s, ct_s_matrix_T(s, p), b);
        b = ct_s_lapack_triangular(s, lu, b, false, true);
        return ct_s_lapack_triangular(s, lu, b, true, false);
    }
    ct_tensor *turned = adjoint(s, lu);
    b = ct_s_lapack_triangular(s, turned, b, false, false);
    return ct_s_matmul(s, p, ct_s_lapack_triangular(s, turned, b, true, true));
}

CT_BODY(linalg_lu_solve)
{
    ct_tensor *x = ARG(c, linalg_lu_solve, B).tensor, *b = ready(c, s, x);
    ct_tensor *lu = ready(c, s, ARG(c, linalg_lu_solve, LU).tensor),
              *pivots = ARG(c, linalg_lu_solve, pivots).tensor;
    bool left = ARG(c, linalg_lu_solve, left).i,
         adjoined = ARG(c, linalg_lu_solve, adjoint).i;
    b = left ? b : adjoint(s, b);
    ct_tensor *y = lu_solution(c, s, lu, pivots, b, left ? adjoined : !adjoined);
    return back(s, left ? y : adjoint(s, y), x);
}

CT_BODY(lu_solve)
{
    ct_tensor *x = ARG(c, lu_solve, input).tensor, *b = ready(c, s, x);
    return back(s,
                lu_solution(c, s, ready(c, s, ARG(c, lu_solve, LU_data).tensor),
                            ARG(c, lu_solve, LU_pivots).tensor, b, false),
                x);
}

/* ---- determinants --------------------------------------------------------------------------- */

CT_BODY(det)
{
    ct_tensor *x = ARG(c, det, input).tensor;
    return back(s, ct_s_lapack_det(s, ready(c, s, x)), x);
}

static void slogdet_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    ct_call row;
    (void)c;
    ct_call_init(&row, CT_ROW(lapack_slogdet));
    ct_call_tensor(&row, CT_AT(lapack_slogdet, input), x);
    run_into(s, &row, 2, t);
}

int ct_slogdet_body(ct_call *c)
{
    return run_results(c, slogdet_results);
}

CT_BODY(logdet)
{
    ct_tensor *x = ARG(c, logdet, input).tensor, *a = ready(c, s, x), *t[2] = {0};
    if (a) {
        slogdet_results(c, s, a, t);
    }
    if (!t[0]) {
        return NULL;
    }
    if (ct_dtype_is_complex((ct_dtype)a->dtype)) { /* of -1 - 0j the angle is pi too */
        ct_tensor *sign = ct_s_add(s, t[0], ct_s_int(s, 0));
        return ct_s_add(s, ct_s_log(s, sign), t[1]);
    }
    ct_tensor *negative = ct_s_lt(s, t[0], ct_s_int(s, 0));
    return back(s, ct_s_where(s, negative, ct_s_float(s, NAN), t[1]), x);
}

/* ---- orthogonal factors, eigenvalues, singular values ------------------------------------------ */

static void qr_of(ct_scope *s, ct_tensor *x, int64_t mode, ct_tensor **t)
{
    ct_call row;
    ct_call_init(&row, CT_ROW(lapack_qr));
    ct_call_tensor(&row, CT_AT(lapack_qr, input), x);
    ct_call_int(&row, CT_AT(lapack_qr, mode), mode);
    run_into(s, &row, 2, t);
}

static void linalg_qr_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    qr_of(s, x, ARG(c, linalg_qr, mode).i, t);
}

static void qr_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    qr_of(s, x,
          ARG(c, qr, some).i ? CT_IS_lapack_qr_mode_reduced
                             : CT_IS_lapack_qr_mode_complete,
          t);
}

int ct_linalg_qr_body(ct_call *c)
{
    return run_results(c, linalg_qr_results);
}

int ct_qr_body(ct_call *c)
{
    return run_results(c, qr_results);
}

static void eigh_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    ct_call row;
    ct_call_init(&row, CT_ROW(lapack_eigh));
    ct_call_tensor(&row, CT_AT(lapack_eigh, input), x);
    ct_call_int(&row, CT_AT(lapack_eigh, upper),
                ARG(c, linalg_eigh, UPLO).i == CT_IS_linalg_eigh_UPLO_U);
    run_into(s, &row, 2, t);
}

int ct_linalg_eigh_body(ct_call *c)
{
    return run_results(c, eigh_results);
}

CT_BODY(linalg_eigvalsh)
{
    ct_tensor *x = ARG(c, linalg_eigvalsh, A).tensor;
    bool upper = ARG(c, linalg_eigvalsh, UPLO).i == CT_IS_linalg_eigvalsh_UPLO_U;
    return back(s, ct_s_lapack_eigvalsh(s, ready(c, s, x), upper), x);
}

static void eig_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    ct_call row;
    (void)c;
    ct_call_init(&row, CT_ROW(lapack_eig));
    ct_call_tensor(&row, CT_AT(lapack_eig, input), x);
    run_into(s, &row, 2, t);
}

int ct_linalg_eig_body(ct_call *c)
{
    return run_results(c, eig_results);
}

CT_BODY(linalg_eigvals)
{
    return ct_s_lapack_eigvals(s, ready(c, s, ARG(c, linalg_eigvals, A).tensor));
}

static void svd_of(ct_scope *s, ct_tensor *x, bool full, ct_tensor **t)
{
    ct_call row;
    ct_call_init(&row, CT_ROW(lapack_svd));
    ct_call_tensor(&row, CT_AT(lapack_svd, input), x);
    ct_call_int(&row, CT_AT(lapack_svd, full), full);
    run_into(s, &row, 3, t);
}

static void linalg_svd_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    svd_of(s, x, ARG(c, linalg_svd, full_matrices).i, t);
}

int ct_linalg_svd_body(ct_call *c)
{
    return run_results(c, linalg_svd_results);
}

/* Zeros, n by n, in place of vectors that are not asked for. */
static ct_tensor *no_vectors(ct_scope *s, const ct_tensor *x, int64_t n)
{
    int64_t shape[CT_MAX_NDIM];
    memcpy(shape, x->shape, (size_t)x->ndim * sizeof *shape);
    shape[x->ndim - 2] = shape[x->ndim - 1] = n;
    return ct_s_new_zeros(s, (ct_dtype)x->dtype, x->ndim, shape, CT_PLACE(x));
}

static void svd_results(ct_call *c, ct_scope *s, ct_tensor *x, ct_tensor **t)
{
    if (!ARG(c, svd, compute_uv).i) {
        t[0] = no_vectors(s, x, rows_of(x));
        t[1] = ct_s_lapack_svdvals(s, x);
        t[2] = no_vectors(s, x, columns_of(x));
        return;
    }
    svd_of(s, x, !ARG(c, svd, some).i, t);
    t[2] = adjoint(s, t[2]);
}

int ct_svd_body(ct_call *c)
{
    return run_results(c, svd_results);
}

CT_BODY(linalg_svdvals)
{
    ct_tensor *x = ARG(c, linalg_svdvals, A).tensor;
    return back(s, ct_s_lapack_svdvals(s, ready(c, s, x)), x);
}

/* ---- least squares and pseudoinverses ------------------------------------------------------------ */

/* The limit of singular values beside the largest that counts unless one is given. */
static double usual_limit(const ct_tensor *x)
{
    int64_t m = rows_of(x), n = columns_of(x);
    bool wide = ct_dtype_to_real((ct_dtype)x->dtype) == CT_DTYPE_F64;
    return (double)(m > n ? m : n) * (wide ? DBL_EPSILON : (double)FLT_EPSILON);
}

static void lstsq_results(ct_call *c, ct_scope *s, ct_tensor *a, ct_tensor **t)
{
    ct_tensor *given = ARG(c, linalg_lstsq, B).tensor;
    bool vectors = holds_vectors(a, given);
    ct_tensor *b = right_side(c, s, a, given);
    ct_call row;
    if (broadcast(c, s, &a, &b) < 0) {
        return;
    }
    bool limited = GIVEN(c, linalg_lstsq, rcond);
    ct_call_init(&row, CT_ROW(lapack_lstsq));
    ct_call_tensor(&row, CT_AT(lapack_lstsq, input), a);
    ct_call_tensor(&row, CT_AT(lapack_lstsq, other), b);
    ct_call_float(&row, CT_AT(lapack_lstsq, rcond),
                  limited ? ARG(c, linalg_lstsq, rcond).f : usual_limit(a));
    ct_call_int(&row, CT_AT(lapack_lstsq, driver), ARG(c, linalg_lstsq, driver).i);
    run_into(s, &row, 3, t);
    t[0] = vectors ? ct_s_select(s, t[0], -1, 0) : t[0];
}

int ct_linalg_lstsq_body(ct_call *c)
{
    return run_results(c, lstsq_results);
}

CT_BODY(linalg_pinv)
{
    ct_tensor *x = ARG(c, linalg_pinv, A).tensor, *a = ready(c, s, x);
    if (!a) {
        return NULL;
    }
    double atol = GIVEN(c, linalg_pinv, atol) ? ARG(c, linalg_pinv, atol).f : 0;
    double rtol = atol > 0 ? 0 : usual_limit(a);
    if (GIVEN(c, linalg_pinv, rtol)) {
        rtol = ARG(c, linalg_pinv, rtol).f;
    }
    if (ARG(c, linalg_pinv, hermitian).i) {
        ct_tensor *below = ct_s_tril(s, a, .diagonal = CT_SOME(-1));
        a = ct_s_add(s, ct_s_tril(s, a), adjoint(s, below));
    }
    return back(s, ct_s_lapack_pinv(s, a, atol, rtol), x);
}

CT_BODY(pinverse)
{
    ct_tensor *x = ARG(c, pinverse, input).tensor;
    return back(s, ct_s_lapack_pinv(s, ready(c, s, x), 0, ARG(c, pinverse, rcond).f),
                x);
}

/* ---- powers and exponentials ------------------------------------------------------------------------ */

CT_BODY(matrix_exp)
{
    ct_tensor *x = ARG(c, matrix_exp, input).tensor;
    return back(s, ct_s_matrix_exponential(s, ready(c, s, x)), x);
}

/* x^n, n > 0, by squarings. */
static ct_tensor *power_of(ct_scope *s, ct_tensor *x, uint64_t n)
{
    ct_tensor *y = NULL;
    for (; n && x; n >>= 1) {
        if (n & 1) {
            y = y ? ct_s_matmul(s, y, x) : x;
        }
        x = n > 1 ? ct_s_matmul(s, x, x) : x;
    }
    return x ? y : NULL;
}

CT_BODY(matrix_power)
{
    ct_tensor *x = ARG(c, matrix_power, input).tensor, *a;
    int64_t n = ARG(c, matrix_power, n).i;
    if (x->ndim < 2 || rows_of(x) != columns_of(x)) {
        ct_error(CT_ERR_RUNTIME, "%s: expected square matrices, got shape %s",
                 c->op->name, ct_tensor_shape_str(x));
        return NULL;
    }
    if (n == 0) { /* of x too, whose gradient is zero */
        a = identity(s, x);
        return ct_s_where(s, ct_s_eq(s, a, a), a, x);
    }
    if (n < 0) {
        a = ct_s_lapack_inv(s, ready(c, s, x), true);
    } else {
        a = ct_s_cast(s, x, ct_dtype_compute((ct_dtype)x->dtype));
    }
    a = power_of(s, a, n < 0 ? -(uint64_t)n : (uint64_t)n);
    return back(s, a == x ? ct_s_clone(s, a) : a, x);
}
