/* conv: convolutions, their transposes and the gradients of their weights, as products that
 * kernels/conv.cu knows. */
#include "ops/conv.h"

#include <string.h>

#include "conv.h"
#include "host.h"
#include "ready.h"
#include "rows/conv.h"

/* ---- sizes ------------------------------------------------------------------------- */

/* Of planes of this size, which lie row by row. */
static void set_steps(int64_t *step, const int64_t *size, int64_t by)
{
    step[2] = by;
    step[1] = size[2] * by;
    step[0] = size[1] * size[2] * by;
}

static bool fits(int64_t n)
{
    return n >= 0 && n < INT32_MAX;
}

static int too_large(const ct_call *c)
{
    return ct_error(CT_ERR_NOT_IMPLEMENTED,
                    "%s: expected fewer than 2^31 places and taps on cuda",
                    c->op->name);
}

/* A stride or dilation that leads out of everything is one that just does. */
static bool sizes_fit(ct_conv_size *s)
{
    bool all = true;
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        int64_t beyond = s->in[d] + 2 * s->pad[d] + 1;
        s->stride[d] = s->stride[d] > beyond ? beyond : s->stride[d];
        s->dilation[d] = s->dilation[d] > beyond ? beyond : s->dilation[d];
        int64_t span = s->dilation[d] * (s->kernel[d] - 1);
        all = all && fits(s->dilation[d]) && fits(s->stride[d]) && fits(s->pad[d]) &&
              fits(s->in[d]) && fits(span) && fits(s->in[d] + 2 * s->pad[d] + span) &&
              fits(s->out[d] * s->stride[d]);
    }
    return all && fits(s->n * ct_conv_volume(s->in)) &&
           fits(s->n * ct_conv_volume(s->out)) &&
           fits(s->channels * ct_conv_volume(s->kernel)) &&
           fits(s->filters * ct_conv_volume(s->kernel)) && s->groups < 65536;
}

/* What columns and depths are made of. */
static void set_columns(ct_device_conv *d, int64_t images, const int64_t *places)
{
    d->columns = (uint32_t)(images * ct_conv_volume(places));
    d->at[3] = ct_plan_size(images);
    for (int i = 0; i < CT_CONV_DIMS; i++) {
        d->at[i] = ct_plan_size(places[CT_CONV_DIMS - 1 - i]);
    }
}

static void set_taps(ct_device_conv *d, int64_t channels, const int64_t *taps)
{
    d->k = (uint32_t)(channels * ct_conv_volume(taps));
    d->tap[3] = ct_plan_size(channels);
    for (int i = 0; i < CT_CONV_DIMS; i++) {
        d->tap[i] = ct_plan_size(taps[CT_CONV_DIMS - 1 - i]);
    }
}

/* y of x, both ways of x's gradient being read from here too. */
static void forward_of(ct_device_conv *d, const ct_conv_size *s)
{
    int64_t in = ct_conv_volume(s->in), out = ct_conv_volume(s->out);
    int64_t window = ct_conv_volume(s->kernel);
    d->groups = (uint32_t)s->groups;
    d->m = (uint32_t)(s->filters / s->groups);
    set_columns(d, s->n, s->out);
    set_taps(d, s->channels / s->groups, s->kernel);
    for (int i = 0; i < CT_CONV_DIMS; i++) {
        d->size[i] = (int32_t)s->in[i];
        d->base[i] = (int32_t)-s->pad[i];
        d->place_step[i] = (int32_t)s->stride[i];
        d->tap_step[i] = (int32_t)s->dilation[i];
    }
    set_steps(d->x_step, s->in, 1);
    set_steps(d->y_step, s->out, 1);
    set_steps(d->w_tap, s->kernel, 1);
    d->x_image = s->channels * in;
    d->x_channel = in;
    d->x_group = s->channels / s->groups * in;
    d->y_image = s->filters * out;
    d->y_channel = out;
    d->y_group = d->m * out;
    d->w_channel = window;
    d->w_row = s->channels / s->groups * window;
    d->w_group = d->m * d->w_row;
}

static bool has_work(const ct_conv_size *s)
{
    return s->n && s->channels && s->filters && ct_conv_volume(s->out) &&
           ct_conv_volume(s->in);
}

/* A bias in all places of its channel, or zeros. */
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

/* ---- y ------------------------------------------------------------------------------- */

static int conv(ct_call *c)
{
    ct_tensor *x = FIRST(c), *w = ARG(c, conv, weight).tensor,
              *bias = TENSOR(c, conv, bias);
    ct_conv_size s = ct_conv_size_of(c);
    ct_dtype stored = (ct_dtype)x->dtype;
    ct_device_conv d = {.dtype = stored};
    ct_ready r;
    if (!has_work(&s)) {
        return fill_bias(c->out[0], bias);
    }
    if (!sizes_fit(&s)) {
        return too_large(c);
    }
    forward_of(&d, &s);
    ct_ready_begin(&r, x);
    d.x = ct_ready_read(&r, x, stored);
    d.w = ct_ready_read(&r, w, stored);
    d.bias = ct_ready_read(&r, bias, stored);
    d.y = ct_ready_write(&r, c->out[0], stored);
    if (!r.failed) {
        ct_cuda_conv(&d, r.stream);
    }
    return ct_ready_end(&r);
}

/* ---- x ------------------------------------------------------------------------------- */

/* Along one dim, those places of x that taps tap, tap + tap_step, .. reach: from `first` on,
 * a stride apart; and of which place of y the first tap makes the first of them, a further
 * tap of one `back` before it. */
typedef struct course {
    int64_t first, places, tap, tap_step, taps, from, back;
} course;

static int64_t common_divisor(int64_t a, int64_t b)
{
    return b ? common_divisor(b, a % b) : a;
}

/* How many there are. */
static int64_t courses_along(const ct_conv_size *s, int d)
{
    int64_t step = s->stride[d] / common_divisor(s->stride[d], s->dilation[d]);
    return step < s->kernel[d] ? step : s->kernel[d];
}

static course course_of(const ct_conv_size *s, int d, int64_t tap)
{
    int64_t stride = s->stride[d], dilation = s->dilation[d];
    int64_t reach = tap * dilation - s->pad[d];
    course u = {.tap = tap, .first = (reach % stride + stride) % stride};
    u.tap_step = stride / common_divisor(stride, dilation);
    u.taps = (s->kernel[d] - 1 - tap) / u.tap_step + 1;
    u.places = u.first < s->in[d] ? (s->in[d] - 1 - u.first) / stride + 1 : 0;
    u.from = (u.first - reach) / stride;
    u.back = u.tap_step * dilation / stride;
    return u;
}

/* The transpose for one course along each dim; false where it has no place. */
static bool course_in(ct_device_conv *d, const ct_conv_size *s, const course *u)
{
    int64_t places[CT_CONV_DIMS], taps[CT_CONV_DIMS], window[CT_CONV_DIMS];
    int64_t in[CT_CONV_DIMS];
    set_steps(window, s->kernel, 1);
    set_steps(in, s->in, 1);
    d->w_first = d->y_first = 0;
    for (int i = 0; i < CT_CONV_DIMS; i++) {
        places[i] = u[i].places;
        taps[i] = u[i].taps;
        d->base[i] = (int32_t)u[i].from;
        d->place_step[i] = 1;
        d->tap_step[i] = (int32_t)-u[i].back;
        d->w_tap[i] = window[i] * u[i].tap_step;
        d->w_first += window[i] * u[i].tap;
        d->y_step[i] = in[i] * s->stride[i];
        d->y_first += in[i] * u[i].first;
    }
    if (ct_conv_volume(places) == 0) {
        return false;
    }
    set_columns(d, s->n, places);
    set_taps(d, s->filters / s->groups, taps);
    return true;
}

/* x of y: what is read has the filters. */
static void back_of(ct_device_conv *d, const ct_conv_size *s)
{
    int64_t in = ct_conv_volume(s->in), out = ct_conv_volume(s->out);
    int64_t window = ct_conv_volume(s->kernel), filters = s->filters / s->groups;
    d->groups = (uint32_t)s->groups;
    d->m = (uint32_t)(s->channels / s->groups);
    set_steps(d->x_step, s->out, 1);
    for (int i = 0; i < CT_CONV_DIMS; i++) {
        d->size[i] = (int32_t)s->out[i];
    }
    d->x_image = s->filters * out;
    d->x_channel = out;
    d->x_group = filters * out;
    d->y_image = s->channels * in;
    d->y_channel = in;
    d->w_row = window;
    d->w_channel = d->m * window;
    d->w_group = filters * d->w_channel;
}

/* Is there a place that no tap reaches? */
static bool has_gaps(const ct_conv_size *s)
{
    return courses_along(s, 0) < s->stride[0] || courses_along(s, 1) < s->stride[1] ||
           courses_along(s, 2) < s->stride[2];
}

static void run_courses(ct_device_conv *d, const ct_conv_size *s, void *stream)
{
    for (int64_t a = 0; a < courses_along(s, 0); a++) {
        for (int64_t b = 0; b < courses_along(s, 1); b++) {
            for (int64_t e = 0; e < courses_along(s, 2); e++) {
                course u[] = {course_of(s, 0, a), course_of(s, 1, b),
                              course_of(s, 2, e)};
                if (course_in(d, s, u)) {
                    ct_cuda_conv(d, stream);
                }
            }
        }
    }
}

static int conv_back(ct_call *c)
{
    ct_tensor *y = FIRST(c), *w = ARG(c, conv_back, weight).tensor,
              *bias = TENSOR(c, conv_back, bias);
    ct_conv_size s = ct_conv_size_of(c);
    ct_dtype stored = (ct_dtype)y->dtype;
    ct_device_conv d = {.dtype = stored};
    ct_ready r;
    if (!has_work(&s)) {
        return fill_bias(c->out[0], bias);
    }
    if (!sizes_fit(&s)) {
        return too_large(c);
    }
    back_of(&d, &s);
    ct_ready_begin(&r, y);
    d.x = ct_ready_read(&r, y, stored);
    d.w = ct_ready_read(&r, w, stored);
    d.bias = ct_ready_read(&r, bias, stored);
    d.y = ct_ready_write(&r, c->out[0], stored);
    if (!r.failed && has_gaps(&s)) {
        r.failed = fill_bias(r.held[r.n - 1], bias) < 0;
    }
    if (!r.failed) {
        run_courses(&d, &s, r.stream);
    }
    return ct_ready_end(&r);
}

/* ---- w ------------------------------------------------------------------------------- */

/* As many parts as leave each at least 256 places, where tiles alone are few. */
static uint32_t parts_of(const ct_device_conv *d)
{
    uint64_t tiles = (uint64_t)d->groups * ((d->m + 63) / 64) * ((d->k + 63) / 64);
    uint64_t parts = d->columns / 256, most = tiles < 512 ? 512 / tiles : 1;
    parts = parts < most ? parts : most;
    parts = parts < 1 ? 1 : parts < CT_CONV_PARTS ? parts : CT_CONV_PARTS;
    return (uint64_t)d->groups * parts < 65536 ? (uint32_t)parts : 1;
}

static int conv_weight(ct_call *c)
{
    ct_tensor *x = FIRST(c), *g = ARG(c, conv_weight, grad).tensor;
    ct_conv_size s = ct_conv_size_of(c);
    ct_dtype stored = (ct_dtype)x->dtype;
    ct_device_conv d = {.dtype = stored};
    ct_ready r;
    if (!has_work(&s)) {
        return fill_bias(c->out[0], NULL);
    }
    if (!sizes_fit(&s)) {
        return too_large(c);
    }
    forward_of(&d, &s);
    d.parts = parts_of(&d);
    ct_ready_begin(&r, x);
    d.x = ct_ready_read(&r, x, stored);
    d.y = ct_ready_read(&r, g, stored);
    d.out = ct_ready_write(&r, c->out[0], stored);
    if (d.parts > 1) {
        d.partial = ct_ready_room(&r, (int64_t)d.parts * d.groups * d.m * d.k *
                                          ct_cuda_conv_sum_size(d.dtype));
    }
    if (!r.failed) {
        ct_cuda_conv_weight(&d, r.stream);
    }
    return ct_ready_end(&r);
}

extern const ct_cuda_kernel ct_cuda_convs[];
const ct_cuda_kernel ct_cuda_convs[] = {
    {CT_ID_conv, conv},
    {CT_ID_conv_back, conv_back},
    {CT_ID_conv_weight, conv_weight},
    {0, NULL},
};
