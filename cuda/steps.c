/* steps: one step of an optimizer over a list of parameters: a launch for each. Numbers, as
 * the count of steps, are the host's. */
#include "steps.h"

#include <string.h>

#include "host.h"
#include "ops/hooks.h"
#include "ops/optim.h"

enum { GRADIENT = 1 };

typedef struct step {
    const ct_call *c;
    const ct_optim_row *row;
    const ct_step_launch *launch; /* of float32, of float64 */
    int arrays; /* parameter, gradient and states */
} step;

static ct_tensor *array_of(const step *s, int k, int64_t i)
{
    int at = k <= GRADIENT ? k : k + s->row->numbers;
    ct_tensors list = s->c->arg[at].tensors;
    return list.n ? list.v[i] : NULL;
}

/* Does t lie row by row, as complex numbers where the parameter has such? */
static bool is_ready(const ct_tensor *t, const ct_tensor *p)
{
    return ct_tensor_is_contiguous(t) && ct_dtype_is_complex((ct_dtype)t->dtype) ==
                                             ct_dtype_is_complex((ct_dtype)p->dtype);
}

/* Takes the numbers of parameter i one step further and works out its constants. */
static int count_up(const step *s, int64_t i, double *constant)
{
    double number[CT_OPTIM_LISTS] = {0};
    for (int k = 0; k < s->row->numbers; k++) {
        ct_scalar value;
        if (ct_tensor_read(s->c->op->name, s->c->arg[2 + k].tensors.v[i], &value) < 0) {
            return -1;
        }
        number[k] = value.category == CT_CATEGORY_INTEGER ? (double)value.i : value.re;
    }
    s->row->once(s->c->arg, number, constant);
    for (int k = 0; k < s->row->numbers; k++) {
        ct_tensor *t = s->c->arg[2 + k].tensors.v[i];
        char element[16];
        ct_scalar_store((ct_dtype)t->dtype, element,
                        (ct_scalar){.category = CT_CATEGORY_FLOATING, .re = number[k]});
        if (ct_tensor_fill(t, element) < 0) {
            return -1;
        }
        ct_call_wrote(s->c, t);
    }
    return 0;
}

static void launch(const step *s, ct_tensor *const *work, ct_device_step *d)
{
    const ct_tensor *p = work[0];
    ct_dtype real = ct_dtype_to_real(ct_dtype_compute((ct_dtype)p->dtype));
    for (int k = 0; k < s->arrays; k++) {
        d->x[k] = work[k] ? work[k]->data : NULL;
        d->dtype[k] = work[k] ? ct_dtype_to_real((ct_dtype)work[k]->dtype) : 0;
    }
    d->n = p->numel * (ct_dtype_is_complex((ct_dtype)p->dtype) ? 2 : 1);
    for (int i = 2 + s->row->lists; i < s->c->op->nparam; i++) {
        memcpy(&d->arg[i], &s->c->arg[i], sizeof d->arg[i]);
    }
    if (d->n) {
        s->launch[real == CT_DTYPE_F64](d, ct_cuda_stream(p->device_index));
    }
}

/* Arrays that do not lie row by row are copied first, and what was written is copied
 * back. */
static int step_one(const step *s, int64_t i)
{
    ct_tensor *work[CT_STEP_ARRAYS] = {NULL}, *p = array_of(s, 0, i);
    ct_device_step d;
    memset(&d, 0, sizeof d);
    int status = ct_cuda_use(p->device_index);
    for (int k = 0; k < s->arrays && status == 0; k++) {
        ct_tensor *t = array_of(s, k, i);
        if (t) {
            work[k] = is_ready(t, p) ? ct_newref(t)
                                     : ct_tensor_prepare(t, (ct_dtype)p->dtype);
            status = work[k] ? 0 : -1;
        }
    }
    status = status == 0 ? count_up(s, i, d.constant) : -1;
    if (status == 0) {
        launch(s, work, &d);
    }
    for (int k = 0; k < s->arrays; k++) {
        ct_tensor *t = array_of(s, k, i);
        if (status == 0 && work[k] && k != GRADIENT) {
            status = work[k] == t ? 0 : ct_tensor_copy_data(t, work[k]);
            ct_call_wrote(s->c, t);
        }
        ct_xdecref(work[k]);
    }
    return status;
}

static int step_row(ct_call *c)
{
    int place = ct_optim_row_of(c->op);
    const ct_optim_row *row = &ct_optim_rows[place];
    step s = {c, row, ct_cuda_step_kernels()[place], 2 + row->lists - row->numbers};
    for (int64_t i = 0; i < FIRST_LIST(c).n; i++) {
        if (step_one(&s, i) < 0) {
            return -1;
        }
    }
    return 0;
}

void ct_cuda_steps_init(void)
{
    for (int i = 0; ct_optim_rows[i].op; i++) {
        ct_optim_rows[i].op->kernel[CT_DEVICE_CUDA] = step_row;
    }
}
