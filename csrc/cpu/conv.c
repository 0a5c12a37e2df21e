/* conv: kernels of convolutions: operands and results as the ways take them. */
#include "cpu/conv.h"

#include <string.h>

#include "core/device.h"
#include "core/runtime.h"
#include "cpu/plain.h"
#include "rows/conv.h"

/* A bias in all places of its channel of t, or zeros. */
static int fill_bias(ct_tensor *t, ct_tensor *bias)
{
    if (!bias) {
        memset(t->data, 0, (size_t)(t->numel * ct_tensor_itemsize(t)));
        return 0;
    }
    int64_t shape[CT_CONV_DIMS + 1] = {bias->shape[0], 1, 1, 1};
    int64_t strides[CT_CONV_DIMS + 1] = {bias->strides[0]};
    ct_tensor *columns = ct_tensor_alias(bias, t->ndim - 1, shape, strides, bias->data);
    int status = columns ? ct_tensor_copy_data(t, columns) : -1;
    ct_xdecref(columns);
    return status;
}

/* Is there a product in any sum? Else the result is the bias, or zeros. */
static bool has_work(const ct_conv_size *s)
{
    return s->n && s->channels && s->filters && ct_conv_volume(s->out) &&
           ct_conv_volume(s->in);
}

static int run(ct_conv_job *j, ct_tensor *made, ct_tensor *bias)
{
    bool work = has_work(&j->size);
    if (made->numel == 0) {
        return 0;
    }
    if ((bias || !work) && fill_bias(made, bias) < 0) {
        return -1;
    }
    j->add = bias;
    if (!work) {
        return 0;
    }
    ct_unlocked_begin();
    int status = ct_conv_by_columns(j);
    ct_unlocked_end();
    return status;
}

static ct_conv_job job_of(const ct_call *c, ct_conv_way way)
{
    return (ct_conv_job){
        .size = ct_conv_size_of(c), .dtype = (ct_dtype)c->compute, .way = way};
}

int ct_conv_cpu(ct_call *c)
{
    ct_conv_job j = job_of(c, CT_CONV_Y);
    ct_plain p = {0};
    j.x = ct_plain_read(&p, FIRST(c), j.dtype);
    j.w = ct_plain_read(&p, ARG(c, conv, weight).tensor, j.dtype);
    j.y = ct_plain_write(&p, c->out[0], j.dtype);
    return ct_plain_end(&p, p.failed ? -1
                                     : run(&j, p.held[p.n - 1], TENSOR(c, conv, bias)));
}

int ct_conv_back_cpu(ct_call *c)
{
    ct_conv_job j = job_of(c, CT_CONV_X);
    ct_plain p = {0};
    j.y = ct_plain_read(&p, FIRST(c), j.dtype);
    j.w = ct_plain_read(&p, ARG(c, conv_back, weight).tensor, j.dtype);
    j.x = ct_plain_write(&p, c->out[0], j.dtype);
    return ct_plain_end(
        &p, p.failed ? -1 : run(&j, p.held[p.n - 1], TENSOR(c, conv_back, bias)));
}

int ct_conv_weight_cpu(ct_call *c)
{
    ct_conv_job j = job_of(c, CT_CONV_W);
    ct_plain p = {0};
    j.x = ct_plain_read(&p, FIRST(c), j.dtype);
    j.y = ct_plain_read(&p, ARG(c, conv_weight, grad).tensor, j.dtype);
    j.w = ct_plain_write(&p, c->out[0], j.dtype);
    return ct_plain_end(&p, p.failed ? -1 : run(&j, p.held[p.n - 1], NULL));
}
