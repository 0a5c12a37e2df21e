/* rules_linalg: gradients of LAPACK's rows, in matrix products and solutions.
 *
 * From M. B. Giles, "Collected matrix derivative results for forward and reverse mode
 * algorithmic differentiation" (2008), where no other source stands; for complex matrices
 * the transpose there is the adjoint here. g is what comes in, y^H the adjoint of y. */
#include "autograd/rule.h"
#include "rows/arithmetic.h"
#include "rows/complex.h"
#include "rows/create.h"
#include "rows/diagonal.h"
#include "rows/join.h"
#include "rows/linalg.h"
#include "rows/matmul.h"
#include "rows/reduce.h"
#include "rows/sign.h"
#include "rows/view.h"

static ct_tensor *product(ct_rule *r, ct_tensor *a, ct_tensor *b)
{
    return a && b ? ct_s_matmul(S(r), a, b) : NULL;
}

static ct_tensor *diagonal(ct_rule *r, ct_tensor *x)
{
    return ct_s_diagonal(S(r), x, .dim1 = CT_SOME(-2), .dim2 = CT_SOME(-1));
}

/* A vector of numbers as columns' and as rows' factors. */
static ct_tensor *of_columns(ct_rule *r, ct_tensor *v)
{
    return ct_s_unsqueeze(S(r), v, -2);
}

static ct_tensor *of_rows(ct_rule *r, ct_tensor *v)
{
    return ct_s_unsqueeze(S(r), v, -1);
}

/* Numbers, one of each matrix, as matrices of one element. */
static ct_tensor *of_matrices(ct_rule *r, ct_tensor *v)
{
    return of_rows(r, of_rows(r, v));
}

static ct_tensor *lower(ct_rule *r, ct_tensor *x, int64_t k)
{
    return ct_s_tril(S(r), x, .diagonal = CT_SOME(k));
}

static ct_tensor *half(ct_rule *r, ct_tensor *x)
{
    return ct_s_mul(S(r), x, ct_s_float(S(r), 0.5));
}

/* x with d in place of its diagonal. */
static ct_tensor *with_diagonal(ct_rule *r, ct_tensor *x, ct_tensor *d)
{
    ct_tensor *difference = ct_s_sub(S(r), d, diagonal(r, x));
    return ct_s_add(S(r), x, ct_s_diag_embed(S(r), difference));
}

static ct_tensor *joined(ct_rule *r, ct_tensor *a, ct_tensor *b, int64_t dim)
{
    ct_tensor *both[] = {a, b};
    return a && b ? ct_s_cat(S(r), ct_tensors_of(2, both), .dim = CT_SOME(dim)) : NULL;
}

/* v_j - v_i at (i, j), and 1 on the diagonal. */
static ct_tensor *gaps(ct_rule *r, ct_tensor *v)
{
    ct_tensor *e = ct_s_sub(S(r), of_columns(r, v), of_rows(r, v));
    return ct_s_add(S(r), e, ct_s_diag_embed(S(r), ct_s_ones_like(S(r), v)));
}

/* x in the dtype of the operand at edge e: real parts where that is real. */
static ct_tensor *as_operand(ct_rule *r, ct_tensor *x, int e)
{
    ct_dtype d = (ct_dtype)ct_rule_info(r, e).dtype;
    bool drop = x && ct_dtype_is_complex((ct_dtype)x->dtype) && !ct_dtype_is_complex(d);
    return drop ? ct_s_real(S(r), x) : x;
}

/* ---- triangular factors ------------------------------------------------------------- */

/* I. Murray, "Differentiation of the Cholesky decomposition" (2016). */
void ct_lapack_cholesky_grad(ct_rule *r)
{
    ct_tensor *l = Y(r, lapack_cholesky, L), *turned = ct_scope_adjoint(S(r), l);
    ct_tensor *p = product(r, turned, G(r, 0));
    p = half(r, ct_s_add(S(r), lower(r, p, 0), lower(r, p, -1)));
    p = half(r, ct_s_add(S(r), p, ct_scope_adjoint(S(r), p)));
    p = ct_s_lapack_triangular(S(r), turned, p, true, false);
    p = ct_s_lapack_triangular(S(r), turned, ct_scope_adjoint(S(r), p), true, false);
    r->gx[0] = ct_scope_adjoint(S(r), p);
}

/* F. de Hoog, R. Anderssen and M. Lukas, "Differentiation of matrix functionals using
 * triangular factorization", Math. Comp. 80 (2011); what is wider or longer than square is
 * a solution with the factors of its square part. */
void ct_lapack_lu_grad(ct_rule *r)
{
    ct_tensor *lu = Y(r, lapack_lu, LU), *pivots = Y(r, lapack_lu, pivots),
              *g = G(r, 0);
    if (!lu || !pivots || !g) {
        return;
    }
    int64_t m = lu->shape[lu->ndim - 2], n = lu->shape[lu->ndim - 1], k = m < n ? m : n;
    ct_tensor *square = ct_s_narrow(S(r), ct_s_narrow(S(r), lu, -2, 0, k), -1, 0, k);
    ct_tensor *gs = ct_s_narrow(S(r), ct_s_narrow(S(r), g, -2, 0, k), -1, 0, k);
    ct_tensor *turned = ct_scope_adjoint(S(r), square), *gl = lower(r, gs, -1);
    ct_tensor *low = ct_s_add(
        S(r), gl, product(r, ct_scope_adjoint(S(r), lower(r, square, -1)), gl));
    ct_tensor *up = product(r, ct_s_triu(S(r), gs), lower(r, turned, 0));
    ct_tensor *right = NULL, *below = NULL;
    if (n > k) {
        right = ct_s_narrow(S(r), g, -1, k, n - k);
        ct_tensor *u2 = ct_s_narrow(S(r), lu, -1, k, n - k);
        low = ct_s_sub(S(r), low, product(r, right, ct_scope_adjoint(S(r), u2)));
    }
    if (m > k) {
        below = ct_s_narrow(S(r), g, -2, k, m - k);
        ct_tensor *l2 = ct_s_narrow(S(r), lu, -2, k, m - k);
        up = ct_s_sub(S(r), up, product(r, ct_scope_adjoint(S(r), l2), below));
    }
    ct_tensor *inner = ct_s_add(S(r), lower(r, low, -1), ct_s_triu(S(r), up));
    inner = m > k ? joined(r, inner, below, -2) : inner;
    inner = ct_scope_adjoint(S(r), inner); /* times U^-H */
    inner = ct_scope_adjoint(S(r),
                             ct_s_lapack_triangular(S(r), square, inner, true, false));
    inner = n > k ? joined(r, inner, right, -1) : inner;
    below = m > k ? ct_s_narrow(S(r), inner, -2, k, m - k) : NULL;
    inner = ct_s_narrow(S(r), inner, -2, 0, k); /* L^-H times */
    inner = ct_s_lapack_triangular(S(r), turned, inner, true, true);
    inner = m > k ? joined(r, inner, below, -2) : inner;
    r->gx[0] = product(r, ct_s_lapack_permutation(S(r), pivots, m, lu->dtype), inner);
}

/* ---- inverses and solutions ------------------------------------------------------------- */

void ct_lapack_inv_grad(ct_rule *r)
{
    ct_tensor *turned = ct_scope_adjoint(S(r), Y(r, lapack_inv, inverse));
    ct_tensor *g = product(r, product(r, turned, G(r, 0)), turned);
    r->gx[0] = ct_s_neg(S(r), g);
}

void ct_lapack_solve_grad(ct_rule *r)
{
    ct_tensor *turned = ct_scope_adjoint(S(r), X(r, lapack_solve, input));
    ct_tensor *gb = ct_s_lapack_solve(S(r), turned, G(r, 0), false);
    if (NEEDS(r, lapack_solve, input)) {
        ct_tensor *y = Y(r, lapack_solve, result);
        r->gx[EDGE(r, lapack_solve, input)] =
            ct_s_neg(S(r), product(r, gb, ct_scope_adjoint(S(r), y)));
    }
    if (NEEDS(r, lapack_solve, other)) {
        r->gx[EDGE(r, lapack_solve, other)] = gb;
    }
}

void ct_lapack_triangular_grad(ct_rule *r)
{
    bool upper = V(r, lapack_triangular, upper).i,
         unit = V(r, lapack_triangular, unit).i;
    ct_tensor *turned = ct_scope_adjoint(S(r), X(r, lapack_triangular, input));
    ct_tensor *gb = ct_s_lapack_triangular(S(r), turned, G(r, 0), !upper, unit);
    if (NEEDS(r, lapack_triangular, input)) {
        ct_tensor *y = Y(r, lapack_triangular, result);
        ct_tensor *ga = ct_s_neg(S(r), product(r, gb, ct_scope_adjoint(S(r), y)));
        ga = upper ? ct_s_triu(S(r), ga, .diagonal = CT_SOME(unit))
                   : lower(r, ga, -(int64_t)unit);
        r->gx[EDGE(r, lapack_triangular, input)] = ga;
    }
    if (NEEDS(r, lapack_triangular, other)) {
        r->gx[EDGE(r, lapack_triangular, other)] = gb;
    }
}

/* ---- determinants -------------------------------------------------------------------------- */

/* g conj(y) A^-H, which is finite where A has no inverse. */
void ct_lapack_det_grad(ct_rule *r)
{
    ct_tensor *by = ct_s_lapack_cofactors(S(r), X(r, lapack_det, input));
    r->gx[0] = ct_s_mul(S(r), of_matrices(r, G(r, 0)), by);
}

void ct_lapack_cofactors_grad(ct_rule *r)
{
    ct_tensor *x = X(r, lapack_cofactors, input);
    r->gx[0] = ct_s_lapack_cofactors_grad(S(r), x, G(r, 0));
}

/* (g_log - i Im(conj(g_sign) sign)) A^-H: a real sign does not change. */
void ct_lapack_slogdet_grad(ct_rule *r)
{
    ct_tensor *x = X(r, lapack_slogdet, input),
              *by = ct_rule_grad(r, CT_OUT_lapack_slogdet_logabsdet);
    if (!x) {
        return;
    }
    if (ct_dtype_is_complex((ct_dtype)x->dtype) && G(r, 0)) {
        ct_tensor *turn =
            ct_s_mul(S(r), ct_scope_conj(S(r), G(r, 0)), Y(r, lapack_slogdet, sign));
        /* i Im z = (z - conj z) / 2 */
        turn = half(r, ct_s_sub(S(r), turn, ct_scope_conj(S(r), turn)));
        by = ct_s_sub(S(r), by, turn);
    }
    ct_tensor *inverse = ct_s_lapack_inv(S(r), x, false);
    r->gx[0] = ct_s_mul(S(r), of_matrices(r, by), ct_scope_adjoint(S(r), inverse));
}

/* ---- QR --------------------------------------------------------------------------------------- */

/* S. F. Walter and L. Lehmann, "Algorithmic differentiation of linear algebra functions",
 * (2010). Columns beyond the square part are R2 = Q^H A2. */
void ct_lapack_qr_grad(ct_rule *r)
{
    ct_tensor *q = Y(r, lapack_qr, Q), *t = Y(r, lapack_qr, R);
    int64_t mode = V(r, lapack_qr, mode).i;
    if (!q || !t) {
        return;
    }
    int64_t k = t->shape[t->ndim - 2], n = t->shape[t->ndim - 1];
    if (mode == CT_IS_lapack_qr_mode_r || k > n) {
        ct_scope_fail(S(r), CT_ERR_RUNTIME,
                      "qr: expected mode 'reduced' for a gradient, or 'complete' of no "
                      "more rows than columns");
        return;
    }
    ct_tensor *gq = ct_rule_grad(r, 0), *gt = ct_rule_grad(r, CT_OUT_lapack_qr_R),
              *right = NULL;
    if (n > k) {
        ct_tensor *t2 = ct_s_narrow(S(r), t, -1, k, n - k);
        ct_tensor *gt2 = ct_s_narrow(S(r), gt, -1, k, n - k);
        right = product(r, q, gt2);
        gq = ct_s_add(S(r), gq,
                      product(r, q, product(r, t2, ct_scope_adjoint(S(r), gt2))));
        t = ct_s_narrow(S(r), t, -1, 0, k);
        gt = ct_s_narrow(S(r), gt, -1, 0, k);
    }
    ct_tensor *p = ct_s_sub(S(r), product(r, gt, ct_scope_adjoint(S(r), t)),
                            product(r, ct_scope_adjoint(S(r), q), gq));
    p = ct_s_triu(S(r), p);
    ct_tensor *sum = ct_s_add(S(r), p, ct_scope_adjoint(S(r), p));
    sum = with_diagonal(r, sum, half(r, diagonal(r, sum)));
    ct_tensor *g = ct_s_add(S(r), gq, product(r, q, sum)); /* times R^-H */
    g = ct_scope_adjoint(
        S(r), ct_s_lapack_triangular(S(r), t, ct_scope_adjoint(S(r), g), true, false));
    r->gx[0] = n > k ? joined(r, g, right, -1) : g;
}

/* ---- eigenvalues --------------------------------------------------------------------------------- */

/* V (diag(g_values) + (V^H g_vectors) / gaps) V^H */
void ct_lapack_eigh_grad(ct_rule *r)
{
    ct_tensor *values = Y(r, lapack_eigh, values), *v = Y(r, lapack_eigh, vectors);
    ct_tensor *gv = ct_rule_grad(r, 0), *inner;
    if (G(r, 1)) {
        inner = ct_s_true_divide(S(r), product(r, ct_scope_adjoint(S(r), v), G(r, 1)),
                                 gaps(r, values));
        inner = product(r, v, with_diagonal(r, inner, gv));
    } else {
        inner = ct_s_mul(S(r), v, of_columns(r, gv));
    }
    r->gx[0] = product(r, inner, ct_scope_adjoint(S(r), v));
}

void ct_lapack_eigvalsh_grad(ct_rule *r)
{
    ct_call row;
    ct_tensor *x = X(r, lapack_eigvalsh, input);
    ct_call_init(&row, CT_ROW(lapack_eigh));
    ct_call_tensor(&row, CT_AT(lapack_eigh, input), x);
    ct_call_int(&row, CT_AT(lapack_eigh, upper), V(r, lapack_eigvalsh, upper).i);
    if (x && ct_scope_run(S(r), &row)) {
        ct_tensor *v = row.out[CT_OUT_lapack_eigh_vectors];
        ct_tensor *left = ct_s_mul(S(r), v, of_columns(r, G(r, 0)));
        r->gx[0] = product(r, left, ct_scope_adjoint(S(r), v));
    }
}

/* V^-H (diag(g_values) + (V^H g_vectors - V^H V diag(Re(V^H g_vectors))) / conj(gaps)) V^H;
 * the second product keeps the vectors' lengths 1. */
static ct_tensor *eig_gradient(ct_rule *r, ct_tensor *values, ct_tensor *v,
                               ct_tensor *gv, ct_tensor *gvectors)
{
    ct_tensor *turned = ct_scope_adjoint(S(r), v), *inner;
    if (gvectors) {
        ct_tensor *p = product(r, turned, gvectors);
        ct_tensor *length = ct_s_real(S(r), diagonal(r, p));
        ct_tensor *scaled = ct_s_mul(S(r), v, of_columns(r, length));
        p = ct_s_sub(S(r), p, product(r, turned, scaled));
        p = ct_s_true_divide(S(r), p, ct_scope_conj(S(r), gaps(r, values)));
        inner = product(r, with_diagonal(r, p, gv), turned);
    } else {
        inner = ct_s_mul(S(r), of_rows(r, gv), turned);
    }
    return as_operand(r, ct_s_lapack_solve(S(r), turned, inner, false), 0);
}

void ct_lapack_eig_grad(ct_rule *r)
{
    r->gx[0] = eig_gradient(r, Y(r, lapack_eig, values), Y(r, lapack_eig, vectors),
                            ct_rule_grad(r, 0), G(r, 1));
}

void ct_lapack_eigvals_grad(ct_rule *r)
{
    ct_call row;
    ct_tensor *x = X(r, lapack_eigvals, input);
    ct_call_init(&row, CT_ROW(lapack_eig));
    ct_call_tensor(&row, CT_AT(lapack_eig, input), x);
    if (x && ct_scope_run(S(r), &row)) {
        r->gx[0] = eig_gradient(r, row.out[CT_OUT_lapack_eig_values],
                                row.out[CT_OUT_lapack_eig_vectors], G(r, 0), NULL);
    }
}

/* ---- singular values ------------------------------------------------------------------------------ */

/* x - x^H */
static ct_tensor *skew(ct_rule *r, ct_tensor *x)
{
    return ct_s_sub(S(r), x, ct_scope_adjoint(S(r), x));
}

/* What lies in x beside the space of u's columns. */
static ct_tensor *beside(ct_rule *r, ct_tensor *u, ct_tensor *x)
{
    return ct_s_sub(S(r), x, product(r, u, product(r, ct_scope_adjoint(S(r), u), x)));
}

static ct_tensor *plus(ct_rule *r, ct_tensor *a, ct_tensor *b)
{
    return a ? ct_s_add(S(r), a, b) : b;
}

/* J. Townsend, "Differentiating the singular value decomposition" (2016); complex ones as
 * in Z.-Q. Wan and S.-X. Zhang, "Automatic differentiation for complex valued SVD" (2019).
 * Of U, S, V^H in their reduced forms; gu and gvh may be NULL. */
static ct_tensor *svd_gradient(ct_rule *r, ct_tensor *const *f, ct_tensor *gu,
                               ct_tensor *gs, ct_tensor *gvh)
{
    ct_tensor *u = f[0], *s = f[1], *v = ct_scope_adjoint(S(r), f[2]), *gv = NULL,
              *inner = NULL;
    ct_tensor *squares = gaps(r, ct_s_mul(S(r), s, s));
    if (gu) {
        ct_tensor *p = skew(r, product(r, ct_scope_adjoint(S(r), u), gu));
        inner = ct_s_mul(S(r), ct_s_true_divide(S(r), p, squares), of_columns(r, s));
        if (u && ct_dtype_is_complex((ct_dtype)u->dtype)) {
            ct_tensor *turn = half(r, ct_s_true_divide(S(r), diagonal(r, p), s));
            inner = with_diagonal(r, inner, turn);
        }
    }
    if (gvh) {
        gv = ct_scope_adjoint(S(r), gvh);
        ct_tensor *p = skew(r, product(r, f[2], gv));
        ct_tensor *part =
            ct_s_mul(S(r), of_rows(r, s), ct_s_true_divide(S(r), p, squares));
        part = with_diagonal(r, part, ct_s_zeros_like(S(r), s));
        inner = plus(r, inner, part);
    }
    inner = gs ? plus(r, inner, ct_s_diag_embed(S(r), gs)) : inner;
    inner = u && inner ? ct_s_cast(S(r), inner, (ct_dtype)u->dtype) : NULL;
    ct_tensor *g = product(r, product(r, u, inner), f[2]);
    if (gu && u && u->shape[u->ndim - 2] > u->shape[u->ndim - 1]) {
        ct_tensor *rest = ct_s_true_divide(S(r), beside(r, u, gu), of_columns(r, s));
        g = plus(r, g, product(r, rest, f[2]));
    }
    if (gv && v && v->shape[v->ndim - 2] > v->shape[v->ndim - 1]) {
        ct_tensor *rest = ct_s_true_divide(S(r), beside(r, v, gv), of_columns(r, s));
        g = plus(r, g, product(r, u, ct_scope_adjoint(S(r), rest)));
    }
    return g;
}

void ct_lapack_svd_grad(ct_rule *r)
{
    ct_tensor *f[] = {Y(r, lapack_svd, U), Y(r, lapack_svd, S), Y(r, lapack_svd, Vh)};
    ct_tensor *gu = G(r, 0), *gvh = G(r, 2);
    if (!f[0] || !f[1] || !f[2]) {
        return;
    }
    int64_t k =
        f[1]->shape[f[1]->ndim - 1]; /* of full matrices the rest has no gradient */
    f[0] = ct_s_narrow(S(r), f[0], -1, 0, k);
    f[2] = ct_s_narrow(S(r), f[2], -2, 0, k);
    gu = gu ? ct_s_narrow(S(r), gu, -1, 0, k) : NULL;
    gvh = gvh ? ct_s_narrow(S(r), gvh, -2, 0, k) : NULL;
    r->gx[0] = svd_gradient(r, f, gu, G(r, 1), gvh);
}

void ct_lapack_svdvals_grad(ct_rule *r)
{
    ct_call row;
    ct_tensor *x = X(r, lapack_svdvals, input);
    ct_call_init(&row, CT_ROW(lapack_svd));
    ct_call_tensor(&row, CT_AT(lapack_svd, input), x);
    ct_call_int(&row, CT_AT(lapack_svd, full), false);
    if (x && ct_scope_run(S(r), &row)) {
        ct_tensor *u =
            ct_s_mul(S(r), row.out[CT_OUT_lapack_svd_U], of_columns(r, G(r, 0)));
        r->gx[0] = product(r, u, row.out[CT_OUT_lapack_svd_Vh]);
    }
}

/* ---- pseudoinverses -------------------------------------------------------------------------------- */

/* G. H. Golub and V. Pereyra, "The differentiation of pseudo-inverses and nonlinear least
 * squares problems whose variables separate" (1973), (4.12): of p = pinv(a)
 * (1 - a p) g^H p p^H + p^H p g^H (1 - p a) - (p g^H p)^H. */
static ct_tensor *pinv_gradient(ct_rule *r, ct_tensor *a, ct_tensor *p, ct_tensor *g)
{
    ct_tensor *gh = ct_scope_adjoint(S(r), g), *ph = ct_scope_adjoint(S(r), p);
    ct_tensor *first = ct_scope_adjoint(S(r), product(r, product(r, p, gh), p));
    ct_tensor *pgh = product(r, p, gh), *ghp = product(r, gh, p);
    ct_tensor *left = ct_s_sub(S(r), gh, product(r, a, pgh)); /* (1 - a p) g^H */
    ct_tensor *right = ct_s_sub(S(r), gh, product(r, ghp, a)); /* g^H (1 - p a) */
    left = product(r, product(r, left, p), ph);
    right = product(r, ph, product(r, p, right));
    return ct_s_sub(S(r), ct_s_add(S(r), left, right), first);
}

void ct_lapack_pinv_grad(ct_rule *r)
{
    r->gx[0] =
        pinv_gradient(r, X(r, lapack_pinv, input), Y(r, lapack_pinv, result), G(r, 0));
}

/* x = pinv(a) b */
void ct_lapack_lstsq_grad(ct_rule *r)
{
    ct_tensor *a = X(r, lapack_lstsq, input), *b = X(r, lapack_lstsq, other);
    ct_tensor *p = a ? ct_s_lapack_pinv(S(r), a, 0, V(r, lapack_lstsq, rcond).f) : NULL;
    if (!G(r, 0)) {
        return;
    }
    if (NEEDS(r, lapack_lstsq, input)) {
        ct_tensor *gp = product(r, G(r, 0), ct_scope_adjoint(S(r), b));
        r->gx[EDGE(r, lapack_lstsq, input)] = pinv_gradient(r, a, p, gp);
    }
    if (NEEDS(r, lapack_lstsq, other)) {
        r->gx[EDGE(r, lapack_lstsq, other)] =
            product(r, ct_scope_adjoint(S(r), p), G(r, 0));
    }
}

/* ---- the exponential --------------------------------------------------------------------------------- */

/* R. Mathias, "A chain rule for matrix functions and applications", SIAM J. Matrix Anal.
 * Appl. 17 (1996): the corner of exp([[a^H, g], [0, a^H]]). */
void ct_matrix_exponential_grad(ct_rule *r)
{
    ct_tensor *a = ct_scope_adjoint(S(r), X(r, matrix_exponential, input)),
              *g = G(r, 0);
    if (!a || !g) {
        return;
    }
    int64_t n = a->shape[a->ndim - 1];
    ct_tensor *top = joined(r, a, g, -1);
    ct_tensor *low = joined(r, ct_s_zeros_like(S(r), a), a, -1);
    ct_tensor *e = ct_s_matrix_exponential(S(r), joined(r, top, low, -2));
    r->gx[0] = ct_s_narrow(S(r), ct_s_narrow(S(r), e, -2, 0, n), -1, n, n);
}
