/* rules_distance: gradients of distances. Vectors that are equal have no direction, and the
 * gradient 0. */
#include <math.h>

#include "autograd/rule.h"
#include "core/device.h"
#include "rows/arithmetic.h"
#include "rows/choice.h"
#include "rows/comparison.h"
#include "rows/division.h"
#include "rows/matmul.h"
#include "rows/norm.h"
#include "rows/reduce.h"
#include "rows/sign.h"
#include "rows/view.h"

static ct_tensor *sum_over(ct_rule *r, ct_tensor *x, int64_t dim, bool keepdim)
{
    return ct_s_sum(S(r), x, .dim = {1, &dim}, .keepdim = keepdim);
}

/* Of w at each pair: sum of w (a - b) over the vectors b. */
static ct_tensor *pulled(ct_rule *r, ct_tensor *w, ct_tensor *a, ct_tensor *b)
{
    ct_tensor *own = ct_s_mul(S(r), a, sum_over(r, w, 2, true));
    return ct_s_sub(S(r), own, ct_s_matmul(S(r), w, b));
}

/* How the distance changes with each difference, where y is not 0. */
static ct_tensor *direction(ct_rule *r, ct_tensor *difference, ct_tensor *y, double p)
{
    ct_tensor *sign = ct_s_sign(S(r), difference), *size = ct_s_abs(S(r), difference);
    if (p == 1) {
        return sign;
    }
    if (p == 0) {
        return ct_s_mul(S(r), sign, ct_s_int(S(r), 0));
    }
    if (isinf(p)) { /* equal ones share */
        ct_tensor *most = ct_s_eq(S(r), size, y);
        ct_tensor *count = sum_over(r, most, 3, true); /* 0 of what has no direction */
        count = ct_s_maximum(S(r), count, ct_s_int(S(r), 1));
        ct_tensor *share = ct_s_true_divide(S(r), sign, count);
        return ct_s_mul(S(r), share, most);
    }
    ct_tensor *none = ct_s_eq(S(r), size, ct_s_int(S(r), 0));
    ct_tensor *ratio =
        ct_s_where(S(r), none, ct_s_int(S(r), 1), ct_s_true_divide(S(r), size, y));
    return ct_s_mul(S(r), sign, ct_s_pow(S(r), ratio, ct_s_float(S(r), p - 1)));
}

void ct_distances_grad(ct_rule *r)
{
    ct_tensor *a = X(r, distances, input), *b = X(r, distances, other);
    ct_tensor *y = Y(r, distances, result), *g = G(r, 0), *zero = ct_s_int(S(r), 0);
    int edge = EDGE(r, distances, other);
    double p = V(r, distances, p).f;
    ct_dtype work = ct_device_compute(g->device, (ct_dtype)g->dtype);
    if (work != g->dtype && a && b) { /* differences are more than 16 bits hold */
        a = ct_s_cast(S(r), a, work);
        b = ct_s_cast(S(r), b, work);
        y = ct_s_distances(S(r), a, b, p);
        g = ct_s_cast(S(r), g, work);
    }
    ct_tensor *flat = ct_s_eq(S(r), y, zero);
    g = ct_s_where(S(r), flat, zero, g);
    y = ct_s_where(S(r), flat, ct_s_int(S(r), 1), y);
    if (p == 2) { /* products, where others need all differences */
        ct_tensor *w = ct_s_true_divide(S(r), g, y);
        if (NEEDS(r, distances, input)) {
            r->gx[0] = pulled(r, w, a, b);
        }
        if (NEEDS(r, distances, other)) {
            r->gx[edge] = pulled(r, ct_s_transpose(S(r), w, 1, 2), b, a);
        }
        return;
    }
    ct_tensor *difference =
        ct_s_sub(S(r), ct_s_unsqueeze(S(r), a, 2), ct_s_unsqueeze(S(r), b, 1));
    ct_tensor *to = direction(r, difference, ct_s_unsqueeze(S(r), y, 3), p);
    ct_tensor *pull = ct_s_mul(S(r), ct_s_unsqueeze(S(r), g, 3), to);
    if (NEEDS(r, distances, input)) {
        r->gx[0] = sum_over(r, pull, 2, false);
    }
    if (NEEDS(r, distances, other)) {
        r->gx[edge] = ct_s_neg(S(r), sum_over(r, pull, 1, false));
    }
}
