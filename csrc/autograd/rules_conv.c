/* rules_conv: gradients of convolutions, which are convolutions; all three rows have the
 * same lists, by the same names. */
#include "autograd/rule.h"
#include "core/layout.h"
#include "ops/conv.h"
#include "rows/conv.h"
#include "rows/reduce.h"
#include "rows/view.h"

typedef struct lists {
    ct_dims stride, padding, dilation;
    int64_t groups;
} lists;

#define LISTS(r, row)                                         \
    ((lists){V(r, row, stride).dims, V(r, row, padding).dims, \
             V(r, row, dilation).dims, V(r, row, groups).i})

/* The dims behind batch and channels. */
static ct_dims size_of(ct_out_info t)
{
    return ct_dims_of(t.ndim - 2, t.shape + 2);
}

static ct_memory_format format_of(const ct_tensor *t)
{
    return !t || !ct_conv_channels_last(t) ? CT_FORMAT_CONTIGUOUS
           : t->ndim == 4                  ? CT_FORMAT_CHANNELS_LAST
                                           : CT_FORMAT_CHANNELS_LAST_3D;
}

static ct_tensor *forth(ct_rule *r, ct_tensor *x, ct_tensor *w, lists l)
{
    return ct_s_conv(S(r), x, w, l.stride, l.padding, l.dilation, l.groups);
}

static ct_tensor *back(ct_rule *r, ct_tensor *y, ct_tensor *w, int edge, lists l)
{
    ct_dims size = size_of(ct_rule_info(r, edge));
    return ct_s_conv_back(S(r), y, w, size, l.stride, l.padding, l.dilation, l.groups);
}

/* In the order that w has in memory. */
static ct_tensor *weight(ct_rule *r, ct_tensor *x, ct_tensor *y, int edge, ct_tensor *w,
                         lists l)
{
    ct_dims size = size_of(ct_rule_info(r, edge));
    return ct_s_conv_weight(S(r), x, y, size, l.stride, l.padding, l.dilation, l.groups,
                            format_of(w));
}

/* Of a bias: the sum over all dims but the channels'. */
static ct_tensor *over_channels(ct_rule *r, ct_tensor *g)
{
    int64_t dims[] = {0, 2, 3, 4};
    return ct_s_sum(S(r), g, .dim = {g->ndim - 1, dims});
}

void ct_conv_grad(ct_rule *r)
{
    ct_tensor *g = G(r, 0), *w = X(r, conv, weight);
    if (NEEDS(r, conv, input)) {
        int edge = EDGE(r, conv, input);
        r->gx[edge] = back(r, g, ct_scope_conj(S(r), w), edge, LISTS(r, conv));
    }
    if (NEEDS(r, conv, weight)) {
        int edge = EDGE(r, conv, weight);
        ct_tensor *x = ct_scope_conj(S(r), X(r, conv, input));
        r->gx[edge] = weight(r, x, g, edge, w, LISTS(r, conv));
    }
    if (NEEDS(r, conv, bias)) {
        r->gx[EDGE(r, conv, bias)] = over_channels(r, g);
    }
}

/* As many places as there were: a transposed convolution with output_padding may give
 * room for more. */
static ct_tensor *narrowed(ct_rule *r, ct_tensor *y, ct_out_info like)
{
    for (int d = 2; y && d < like.ndim; d++) {
        if (y->shape[d] != like.shape[d]) {
            y = ct_s_narrow(S(r), y, d, 0, like.shape[d]);
        }
    }
    return y;
}

void ct_conv_back_grad(ct_rule *r)
{
    ct_tensor *g = G(r, 0), *w = X(r, conv_back, weight);
    if (NEEDS(r, conv_back, input)) {
        int edge = EDGE(r, conv_back, input);
        ct_tensor *y = forth(r, g, ct_scope_conj(S(r), w), LISTS(r, conv_back));
        r->gx[edge] = narrowed(r, y, ct_rule_info(r, edge));
    }
    if (NEEDS(r, conv_back, weight)) {
        int edge = EDGE(r, conv_back, weight);
        ct_tensor *y = ct_scope_conj(S(r), X(r, conv_back, input));
        r->gx[edge] = weight(r, g, y, edge, w, LISTS(r, conv_back));
    }
    if (NEEDS(r, conv_back, bias)) {
        r->gx[EDGE(r, conv_back, bias)] = over_channels(r, g);
    }
}

void ct_conv_weight_grad(ct_rule *r)
{
    ct_tensor *h = G(r, 0);
    if (NEEDS(r, conv_weight, input)) {
        int edge = EDGE(r, conv_weight, input);
        ct_tensor *g = ct_scope_conj(S(r), X(r, conv_weight, grad));
        r->gx[edge] = back(r, g, h, edge, LISTS(r, conv_weight));
    }
    if (NEEDS(r, conv_weight, grad)) {
        int edge = EDGE(r, conv_weight, grad);
        ct_tensor *x = ct_scope_conj(S(r), X(r, conv_weight, input));
        r->gx[edge] =
            narrowed(r, forth(r, x, h, LISTS(r, conv_weight)), ct_rule_info(r, edge));
    }
}
