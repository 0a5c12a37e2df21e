/* draw_each: rows that draw by parameters that tensors hold: these as float64 numbers of the
 * result's shape, what is drawn as float64, and that converted. The host looks whether all
 * parameters are such. */
#include "draw_each.h"

#include "host.h"
#include "ops/create.h"
#include "ready.h"
#include "rows/create.h"
#include "rows/random.h"

typedef struct drawing {
    ct_ready r;
    ct_tensor *x; /* what is drawn */
    int64_t *wrong; /* 0, or how many parameters there are from the first bad one on */
} drawing;

/* float64 of the result's shape; `t`, unless that is NULL, broadcast to it. */
static ct_tensor *spread(drawing *d, const ct_tensor *out, ct_tensor *t)
{
    ct_tensor *made = d->r.failed
                          ? NULL
                          : ct_ready_keep(&d->r, ct_tensor_new_like(out, CT_DTYPE_F64));
    if (made && t && t->numel && ct_tensor_copy_data(made, t) < 0) {
        d->r.failed = true;
    }
    return made;
}

static double *numbers(ct_tensor *t)
{
    return t ? (double *)(void *)t->data : NULL;
}

static void begin(drawing *d, ct_call *c, ct_device_drawing what)
{
    ct_tensor *out = c->out[0];
    int64_t one = 1;
    ct_ready_begin(&d->r, out);
    d->x = spread(d, out, NULL);
    ct_tensor *wrong =
        d->r.failed ? NULL
                    : ct_ready_keep(&d->r, ct_tensor_zeros("draw", CT_DTYPE_I64, 1,
                                                           &one, CT_PLACE(out)));
    d->wrong = wrong ? (int64_t *)(void *)wrong->data : NULL;
    if (!d->r.failed) {
        ct_device_draw how = {.what = what, .scale = 1};
        d->r.failed = ct_cuda_draw_into(d->x, how, ct_call_draw(c, out->numel)) < 0;
    }
}

/* The result's values, or the error of the first parameter that is none. */
static int finish(drawing *d, ct_call *c, ct_tensor *parameter, const char *expected)
{
    int64_t left = 0;
    if (!d->r.failed && parameter) {
        d->r.failed = ct_ready_word(&d->r, d->wrong, &left) < 0;
    }
    if (!d->r.failed && left) {
        ct_scalar s = {.re = 0};
        char *at = parameter->data + (parameter->numel - left) * 8;
        ct_tensor *one = ct_tensor_alias(parameter, 0, NULL, NULL, at);
        if (one && ct_tensor_read(c->op->name, one, &s) == 0) {
            ct_error(CT_ERR_RUNTIME, "%s: expected %s, got %g", c->op->pyname, expected,
                     s.re);
        }
        d->r.failed = true;
        ct_xdecref(one);
    }
    if (!d->r.failed && c->out[0]->numel) {
        d->r.failed = ct_tensor_copy_data(c->out[0], d->x) < 0;
    }
    return ct_ready_end(&d->r);
}

/* Either may be NULL, for which there is a number. */
static int normal_each(ct_call *c, ct_tensor *mean, ct_tensor *std, double one_mean,
                       double one_std)
{
    drawing d;
    if (!(one_std >= 0)) {
        return ct_error(CT_ERR_RUNTIME,
                        "%s: expected all elements of std >= 0.0, got %g",
                        c->op->pyname, one_std);
    }
    begin(&d, c, CT_DRAW_NORMAL);
    ct_tensor *means = mean ? spread(&d, c->out[0], mean) : NULL;
    ct_tensor *stds = std ? spread(&d, c->out[0], std) : NULL;
    if (!d.r.failed && c->out[0]->numel) {
        ct_cuda_move_each(numbers(d.x), numbers(means), numbers(stds), one_mean,
                          one_std, d.x->numel, d.wrong, d.r.stream);
    }
    return finish(&d, c, stds, "all elements of std >= 0.0");
}

static int normal_mean(ct_call *c)
{
    return normal_each(c, ARG(c, normal_mean, mean).tensor, NULL, 0,
                       ARG(c, normal_mean, std).f);
}

static int normal_std(ct_call *c)
{
    return normal_each(c, NULL, ARG(c, normal_std, std).tensor,
                       ARG(c, normal_std, mean).f, 0);
}

static int normal_both(ct_call *c)
{
    return normal_each(c, ARG(c, normal_both, mean).tensor,
                       ARG(c, normal_both, std).tensor, 0, 0);
}

/* 1 where a uniform number of [0, 1) is below p. */
static int bernoulli_by(ct_call *c, ct_tensor *p)
{
    drawing d;
    begin(&d, c, CT_DRAW_UNIFORM);
    ct_tensor *ps = spread(&d, c->out[0], p);
    if (!d.r.failed && c->out[0]->numel) {
        ct_cuda_below_each(numbers(d.x), numbers(ps), d.x->numel, d.wrong, d.r.stream);
    }
    return finish(&d, c, ps, "p in [0, 1]");
}

static int bernoulli(ct_call *c)
{
    return bernoulli_by(c, FIRST(c));
}

static int bernoulli_each(ct_call *c)
{
    return bernoulli_by(c, ARG(c, bernoulli_each, p).tensor);
}

extern const ct_cuda_kernel ct_cuda_draws_each[];
const ct_cuda_kernel ct_cuda_draws_each[] = {
    {CT_ID_normal_mean, normal_mean},       {CT_ID_normal_std, normal_std},
    {CT_ID_normal_both, normal_both},       {CT_ID_bernoulli, bernoulli},
    {CT_ID_bernoulli_each, bernoulli_each}, {0, NULL},
};
