/* repeat: the numbers from 0 on, each so often. */
#include "core/device.h"
#include "core/parallel.h"
#include "ops/op.h"
#include "rows/index.h"

/* The sum of counts, none of which is below 0; -1 with the error. */
static int64_t total(const int64_t *counts, int64_t n)
{
    int64_t sum = 0;
    for (int64_t i = 0; i < n; i++) {
        if (counts[i] < 0 || __builtin_add_overflow(sum, counts[i], &sum)) {
            ct_error(
                CT_ERR_RUNTIME,
                "repeat_interleave: expected repeats of at least 0, with a sum that "
                "fits, got %lld",
                (long long)counts[i]);
            return -1;
        }
    }
    return sum;
}

#define AT_ONCE 4

/* Counts that another thread has changed since write no more than there is room for. Some
 * copies are written without a look at how many count: the next ones write over them. */
static int write_places(int64_t *out, int64_t room, const int64_t *counts, int64_t n)
{
    int64_t done = 0;
    for (int64_t i = 0; i < n; i++) {
        int64_t times = counts[i] < room ? counts[i] : room, k = 0;
        times = times > 0 ? times : 0;
        for (; room >= AT_ONCE && k < AT_ONCE; k++) {
            out[k] = i;
        }
        for (; k < times; k++) {
            out[k] = i;
        }
        out += times;
        room -= times;
        if (ct_parallel_pace(&done, times + 1) < 0) {
            return -1;
        }
    }
    for (; room > 0; room--) {
        *out++ = 0;
    }
    return 0;
}

typedef struct repeat {
    int64_t *out, room;
    const int64_t *counts;
    int64_t n;
} repeat;

static int write_all(void *context, int64_t begin, int64_t end)
{
    const repeat *r = context;
    (void)begin, (void)end; /* one index: all of it */
    return write_places(r->out, r->room, r->counts, r->n);
}

static int places(ct_call *c, ct_tensor *counts)
{
    repeat r = {.counts = (const int64_t *)counts->data, .n = counts->numel};
    r.room = total(r.counts, r.n);
    if (r.room < 0) {
        return -1;
    }
    if (c->out[0] && c->out[0]->numel != r.room) {
        return ct_error(CT_ERR_RUNTIME,
                        "repeat_interleave: expected an output_size that is the sum of "
                        "repeats, %lld, got %lld",
                        (long long)r.room, (long long)c->out[0]->numel);
    }
    ct_tensor *wide =
        ct_tensor_new("repeat_interleave", CT_DTYPE_I64, 1, &r.room, CT_DEVICE_CPU);
    if (!wide) {
        return -1;
    }
    r.out = (int64_t *)wide->data;
    int status = ct_parallel_for(1, r.room + r.n > CT_GRAIN ? 0 : 1, write_all, &r);
    if (status == 0 && c->out[0]) {
        status = ct_tensor_copy_data(c->out[0], wide);
    } else if (status == 0) {
        ct_dtype d = (ct_dtype)ARG(c, repeat_places, repeats).tensor->dtype;
        c->out[0] = ct_tensor_cast(wide, d);
        status = c->out[0] ? 0 : -1;
    }
    ct_decref(wide);
    return status;
}

int ct_repeat_places_cpu(ct_call *c)
{
    ct_tensor *counts =
        ct_tensor_prepare(ARG(c, repeat_places, repeats).tensor, CT_DTYPE_I64);
    int status = counts ? places(c, counts) : -1;
    ct_xdecref(counts);
    return status;
}
