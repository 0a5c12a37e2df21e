/* optim_rows: one step of an optimizer over a list of parameters.
 *
 * The kernels take contiguous float32 or float64. A complex tensor is twice as many
 * reals; 16-bit, strided and mixed ones are copied to what the kernels take, and what
 * was written is copied back. */
#include <math.h>

#include "core/parallel.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"
#include "cpu/optim_kernels.h"
#include "ops/hooks.h"
#include "ops/optim.h"
#include "rows/optim.h"

#define MAX_OPERANDS 5
#define GRAIN (CT_GRAIN / 4) /* several streams and a root per element */

/* ---- one parameter ------------------------------------------------------ */

/* A loop with its constants, and the arrays it runs over; NULL entries are kept. */
typedef struct job {
    ct_sgd_loop sgd; /* or */
    ct_adam_loop adam;
    const void *constants;
    char *data[MAX_OPERANDS];
    int64_t size; /* bytes of an element */
} job;

static int run_range(void *context, int64_t begin, int64_t end)
{
    const job *j = context;
    void *at[MAX_OPERANDS];
    for (int k = 0; k < MAX_OPERANDS; k++) {
        at[k] = j->data[k] ? j->data[k] + begin * j->size : NULL;
    }
    if (j->sgd) {
        j->sgd(j->constants, at, end - begin);
    } else {
        j->adam(j->constants, at, end - begin);
    }
    return 0;
}

/* Runs the loop over t[0..4] (NULL: not there); all but t[1], the gradient, change. */
static int run_one(const ct_call *c, job *j, ct_tensor *const t[MAX_OPERANDS])
{
    ct_dtype dtype = ct_dtype_compute((ct_dtype)t[0]->dtype);
    ct_dtype real = ct_dtype_to_real(dtype);
    int64_t n = t[0]->numel * (ct_dtype_is_complex(dtype) ? 2 : 1);
    ct_tensor *work[MAX_OPERANDS] = {NULL};
    int status = 0;
    for (int k = 0; k < MAX_OPERANDS && status == 0; k++) {
        work[k] = t[k] ? ct_tensor_prepare(t[k], dtype) : NULL;
        j->data[k] = work[k] ? work[k]->data : NULL;
        status = t[k] && !work[k] ? -1 : 0;
    }
    if (status == 0) {
        j->size = ct_dtype_size(real);
        status = ct_parallel_for(n, GRAIN, run_range, j);
    }
    for (int k = 0; k < MAX_OPERANDS; k++) {
        if (status == 0 && k != 1 && work[k]) {
            status = work[k] == t[k] ? 0 : ct_tensor_copy_data(t[k], work[k]);
            ct_call_wrote(c, t[k]);
        }
        ct_xdecref(work[k]);
    }
    return status;
}

/* 0 for float32 loops, 1 for float64's. */
static int loop_of(const ct_tensor *t)
{
    return ct_dtype_to_real(ct_dtype_compute((ct_dtype)t->dtype)) == CT_DTYPE_F64;
}

static ct_tensor *at(const ct_call *c, int arg, int64_t i)
{
    ct_tensors list = c->arg[arg].tensors;
    return list.n ? list.v[i] : NULL;
}

/* ---- kernels ------------------------------------------------------------ */

int ct_sgd_step_cpu(ct_call *c)
{
    ct_sgd_step s = {
        .lr = ARG(c, sgd_step, lr).f,
        .momentum = ARG(c, sgd_step, momentum).f,
        .dampening = ARG(c, sgd_step, dampening).f,
        .weight_decay = ARG(c, sgd_step, weight_decay).f,
        .nesterov = ARG(c, sgd_step, nesterov).i,
        .maximize = ARG(c, sgd_step, maximize).i,
        .first = ARG(c, sgd_step, first).i,
    };
    for (int64_t i = 0; i < ARG(c, sgd_step, params).tensors.n; i++) {
        ct_tensor *t[MAX_OPERANDS] = {at(c, 0, i), at(c, 1, i), at(c, 2, i)};
        job j = {.sgd = ct_cpu->optim->sgd[loop_of(t[0])], .constants = &s};
        if (run_one(c, &j, t) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Counts a step up; its new value. */
static double count_up(const ct_call *c, ct_tensor *step)
{
    ct_scalar value = ct_scalar_load((ct_dtype)step->dtype, step->data);
    double t = (value.category == CT_CATEGORY_INTEGER ? (double)value.i : value.re) + 1;
    ct_scalar next = {.category = CT_CATEGORY_FLOATING, .re = t};
    ct_scalar_store((ct_dtype)step->dtype, step->data, next);
    ct_call_wrote(c, step);
    return t;
}

int ct_adam_step_cpu(ct_call *c)
{
    double lr = ARG(c, adam_step, lr).f, decay = ARG(c, adam_step, weight_decay).f;
    bool decoupled = ARG(c, adam_step, decoupled).i;
    ct_adam_step s = {
        .beta1 = ARG(c, adam_step, beta1).f,
        .beta2 = ARG(c, adam_step, beta2).f,
        .eps = ARG(c, adam_step, eps).f,
        .weight_decay = decoupled ? 0 : decay,
        .shrink = decoupled ? 1 - lr * decay : 1,
        .maximize = ARG(c, adam_step, maximize).i,
    };
    double counted = 0;
    for (int64_t i = 0; i < ARG(c, adam_step, params).tensors.n; i++) {
        ct_tensor *t[MAX_OPERANDS] = {at(c, 0, i), at(c, 1, i), at(c, 3, i),
                                      at(c, 4, i), at(c, 5, i)};
        double count = count_up(c, at(c, 2, i));
        if (count != counted) {
            counted = count;
            s.step_size = lr / (1 - pow(s.beta1, count));
            s.root_scale = 1 / sqrt(1 - pow(s.beta2, count));
        }
        job j = {.adam = ct_cpu->optim->adam[loop_of(t[0])], .constants = &s};
        if (run_one(c, &j, t) < 0) {
            return -1;
        }
    }
    return 0;
}
