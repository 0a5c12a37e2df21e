/* conv: kernels of convolutions: which way they take, and their tensors as it takes
 * them. */
#include "cpu/conv.h"

#include <string.h>

#include "core/device.h"
#include "core/runtime.h"
#include "cpu/plain.h"
#include "rows/conv.h"

#define FIRST_DIM 2 /* behind batch and channels */
/* The transpose has a course for each remainder of its stride: not more than this. */
#define MOST_COURSES 64

/* ---- tensors ------------------------------------------------------------- */

static ct_conv_place place_of(const ct_tensor *t)
{
    int64_t size = ct_tensor_itemsize(t);
    ct_conv_place p = {.data = t->data,
                       .image = t->strides[0] / size,
                       .channel = t->strides[1] / size};
    for (int d = FIRST_DIM; d < t->ndim; d++) {
        p.at[CT_CONV_DIMS - t->ndim + d] = t->strides[d] / size;
    }
    if (t->shape[1] == 1) {
        p.channel = 1;
    }
    if (t->shape[t->ndim - 1] == 1 && p.channel != 1) {
        p.at[CT_CONV_DIMS - 1] = 1;
    }
    return p;
}

/* Whole elements between all places, and channels or the last dim side by side. */
static bool lies_well(const ct_tensor *t)
{
    int64_t size = ct_tensor_itemsize(t);
    for (int d = 0; d < t->ndim; d++) {
        if (t->strides[d] % size != 0) {
            return false;
        }
    }
    ct_conv_place p = place_of(t);
    return p.channel == 1 || p.at[CT_CONV_DIMS - 1] == 1;
}

/* t as tiles read it. */
static ct_conv_place read_place(ct_plain *p, ct_tensor *t, ct_dtype d)
{
    if (p->failed) {
        return (ct_conv_place){0};
    }
    bool itself = t->dtype == d && lies_well(t);
    ct_tensor *held = ct_plain_keep(p, itself ? ct_newref(t) : ct_tensor_prepare(t, d));
    return held ? place_of(held) : (ct_conv_place){0};
}

/* A new tensor like t, but of dtype d and with its channels last. */
static ct_tensor *with_channels_last(const ct_tensor *t, ct_dtype d)
{
    int64_t shape[CT_CONV_DIMS + 2], strides[CT_CONV_DIMS + 2];
    int n = t->ndim;
    shape[0] = t->shape[0], shape[n - 1] = t->shape[1];
    for (int i = FIRST_DIM; i < n; i++) {
        shape[i - 1] = t->shape[i];
    }
    ct_tensor *made = ct_tensor_new("conv", d, n, shape, CT_PLACE(t));
    if (!made) {
        return NULL;
    }
    strides[0] = made->strides[0], strides[1] = made->strides[n - 1];
    for (int i = FIRST_DIM; i < n; i++) {
        strides[i] = made->strides[i - 1];
    }
    ct_tensor *view = ct_tensor_alias(made, n, t->shape, strides, made->data);
    ct_decref(made);
    return view;
}

/* Where y or x is made: in out itself, or in what is copied there in the end. */
static ct_conv_place write_place(ct_plain *p, ct_tensor *out, ct_dtype d, bool last)
{
    if (p->failed) {
        return (ct_conv_place){0};
    }
    bool fits =
        out->dtype == d && lies_well(out) && (!last || place_of(out).channel == 1);
    ct_tensor *held = ct_plain_keep(p, fits   ? ct_newref(out)
                                       : last ? with_channels_last(out, d)
                                              : ct_tensor_new_like(out, d));
    if (!held) {
        return (ct_conv_place){0};
    }
    p->out[p->n - 1] = out;
    return place_of(held);
}

/* Row-major. */
static ct_conv_place read_rows(ct_plain *p, ct_tensor *t, ct_dtype d)
{
    return ct_plain_read(p, t, d) ? place_of(p->held[p->n - 1]) : (ct_conv_place){0};
}

static ct_conv_place write_rows(ct_plain *p, ct_tensor *t, ct_dtype d)
{
    return ct_plain_write(p, t, d) ? place_of(p->held[p->n - 1]) : (ct_conv_place){0};
}

/* ---- no product at all --------------------------------------------------- */

/* A bias in all places of its channel of t, or zeros. */
static int fill_bias(ct_tensor *t, ct_tensor *bias)
{
    if (!bias) {
        char zero[16] = {0};
        return ct_tensor_fill(t, zero);
    }
    int64_t shape[CT_CONV_DIMS + 1] = {bias->shape[0], 1, 1, 1};
    int64_t strides[CT_CONV_DIMS + 1] = {bias->strides[0]};
    ct_tensor *columns = ct_tensor_alias(bias, t->ndim - 1, shape, strides, bias->data);
    int status = columns ? ct_tensor_copy_data(t, columns) : -1;
    ct_xdecref(columns);
    return status;
}

static bool has_work(const ct_conv_size *s)
{
    return s->n && s->channels && s->filters && ct_conv_volume(s->out) &&
           ct_conv_volume(s->in);
}

/* ---- ways ---------------------------------------------------------------- */

typedef struct tensors {
    ct_tensor *x, *y, *w, *bias; /* one of the first three is the result */
} tensors;

static int by_columns(ct_conv_job *j, const tensors *t)
{
    ct_plain p = {0};
    ct_tensor *out = j->way == CT_CONV_Y ? t->y : j->way == CT_CONV_X ? t->x : t->w;
    ct_tensor *all[] = {t->x, t->y, t->w};
    ct_conv_place *places[] = {&j->x, &j->y, &j->w};
    ct_tensor *made = NULL;
    for (int i = 0; i < 3; i++) {
        places[i]->data = all[i] == out ? ct_plain_write(&p, out, j->dtype)
                                        : ct_plain_read(&p, all[i], j->dtype);
        made = all[i] == out && !p.failed ? p.held[p.n - 1] : made;
    }
    int status = p.failed ? -1 : 0;
    if (status == 0 && t->bias) {
        status = fill_bias(made, t->bias);
    }
    if (status == 0) {
        ct_unlocked_begin();
        status = ct_conv_by_columns(j, t->bias);
        ct_unlocked_end();
    }
    return ct_plain_end(&p, status);
}

static int by_weaving(ct_conv_job *j, const tensors *t)
{
    ct_plain p = {0};
    j->x = write_place(&p, t->x, j->dtype, false);
    j->y = read_place(&p, t->y, j->dtype);
    j->w = read_place(&p, t->w, j->dtype);
    j->bias = ct_plain_read(&p, t->bias, j->dtype);
    int status = p.failed ? -1 : 0;
    if (status == 0) {
        ct_unlocked_begin();
        status = ct_conv_by_weaving(j);
        ct_unlocked_end();
    }
    return ct_plain_end(&p, status);
}

static int by_tiles(ct_conv_job *j, const tensors *t)
{
    int woven = ct_conv_can_weave(j) ? by_weaving(j, t) : 1;
    if (woven <= 0) {
        return woven;
    }
    ct_plain p = {0};
    bool turned = j->way == CT_CONV_X && ct_conv_volume(j->size.stride) > 1;
    j->x = j->way == CT_CONV_X ? write_place(&p, t->x, j->dtype, turned)
                               : read_place(&p, t->x, j->dtype);
    j->y = j->way == CT_CONV_Y ? write_place(&p, t->y, j->dtype, false)
                               : read_place(&p, t->y, j->dtype);
    j->w = j->way == CT_CONV_W ? write_place(&p, t->w, j->dtype, false)
                               : read_place(&p, t->w, j->dtype);
    j->bias = ct_plain_read(&p, t->bias, j->dtype);
    int status = p.failed ? -1 : 0;
    if (status == 0) {
        ct_unlocked_begin();
        status = j->way == CT_CONV_W         ? ct_conv_by_sums(j)
                 : ct_conv_prefers_planes(j) ? ct_conv_by_planes(j)
                                             : ct_conv_by_tiles(j);
        ct_unlocked_end();
    }
    return ct_plain_end(&p, status);
}

/* In planes, unless all have their channels last. */
static int by_channel(ct_conv_job *j, const tensors *t)
{
    ct_plain p = {0};
    ct_tensor *made[] = {[CT_CONV_Y] = t->y, [CT_CONV_X] = t->x, [CT_CONV_W] = t->w};
    ct_tensor *out = made[j->way];
    ct_tensor *first = j->way == CT_CONV_X ? t->y : t->x;
    ct_tensor *second = j->way == CT_CONV_W ? t->y : out;
    bool last = j->size.channels == j->size.filters && j->size.channels > 1 &&
                first->dtype == j->dtype && second->dtype == j->dtype &&
                lies_well(first) && place_of(first).channel == 1 && lies_well(second) &&
                place_of(second).channel == 1;
    ct_conv_place *places[] = {
        [CT_CONV_Y] = &j->y, [CT_CONV_X] = &j->x, [CT_CONV_W] = &j->w};
    for (int i = CT_CONV_Y; i <= CT_CONV_W; i++) {
        bool plain = i == CT_CONV_W || !last;
        *places[i] = made[i] == out ? plain ? write_rows(&p, out, j->dtype)
                                            : write_place(&p, out, j->dtype, true)
                     : plain ? read_rows(&p, made[i], j->dtype)
                                    : read_place(&p, made[i], j->dtype);
    }
    j->bias = ct_plain_read(&p, t->bias, j->dtype);
    int status = p.failed ? -1 : 0;
    if (status == 0) {
        ct_unlocked_begin();
        status = last ? ct_conv_by_lines(j) : ct_conv_by_depthwise_planes(j);
        ct_unlocked_end();
    }
    return ct_plain_end(&p, status);
}

static bool fits_tiles(const ct_conv_job *j)
{
    double courses = 1;
    for (int d = 0; d < CT_CONV_DIMS && j->way == CT_CONV_X; d++) {
        courses *= (double)j->size.stride[d];
    }
    return (j->dtype == CT_DTYPE_F32 || j->dtype == CT_DTYPE_F64) &&
           courses <= MOST_COURSES;
}

static int run(const ct_call *c, ct_conv_way way, tensors t)
{
    ct_conv_job j = {
        .size = ct_conv_size_of(c), .dtype = (ct_dtype)c->compute, .way = way};
    if (c->out[0]->numel == 0) {
        return 0;
    }
    if (!has_work(&j.size)) {
        return fill_bias(c->out[0], t.bias);
    }
    if (!fits_tiles(&j)) {
        return by_columns(&j, &t);
    }
    bool depthwise = j.size.groups == j.size.channels && j.size.channels > 1;
    return depthwise ? by_channel(&j, &t) : by_tiles(&j, &t);
}

int ct_conv_cpu(ct_call *c)
{
    return run(c, CT_CONV_Y,
               (tensors){.x = FIRST(c),
                         .w = ARG(c, conv, weight).tensor,
                         .y = c->out[0],
                         .bias = TENSOR(c, conv, bias)});
}

int ct_conv_back_cpu(ct_call *c)
{
    return run(c, CT_CONV_X,
               (tensors){.y = FIRST(c),
                         .w = ARG(c, conv_back, weight).tensor,
                         .x = c->out[0],
                         .bias = TENSOR(c, conv_back, bias)});
}

int ct_conv_weight_cpu(ct_call *c)
{
    return run(c, CT_CONV_W,
               (tensors){.x = FIRST(c),
                         .y = ARG(c, conv_weight, grad).tensor,
                         .w = c->out[0]});
}
