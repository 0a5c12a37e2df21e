/* optim_rows: one step of an optimizer over a list of parameters.
 *
 * A job per parameter; the elements of all jobs are one range, which the threads share.
 * The loops take plain float32 or float64. A complex tensor is twice as many reals.
 * Tensors that lie in memory as their parameter does, without gaps, are run over as they
 * are, those of another dtype by tiles that are converted on the way; others are copied
 * first, and what was written is copied back. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/device.h"
#include "core/parallel.h"
#include "cpu/kernels.h"
#include "cpu/optim_kernels.h"
#include "ops/hooks.h"

#define OPERANDS (CT_OPTIM_LISTS + 2)
#define GRADIENT 1
#define GRAIN (CT_GRAIN / 4) /* several streams and a root per element */
#define TILE \
    512 /* elements of a converted tile: all of them stay in the nearest cache */

typedef struct job {
    double constant[CT_OPTIM_CONSTANTS];
    ct_tensor *work[OPERANDS]; /* owned: the tensor itself or its copy; NULL: none */
    ct_dtype real; /* float32 or float64 */
    bool converts;
    int64_t n, start; /* real elements; before those of this job */
} job;

typedef struct jobs {
    const ct_call *c;
    const ct_optim_row *row;
    const ct_optim_loop *loops; /* of float32, of float64 */
    int operands; /* arrays of the loop: parameter, gradient and states */
    int64_t n;
    job *job;
} jobs;

/* The place of operand k among the call's arguments: numbers are no operands. */
static int argument_of(const jobs *j, int k)
{
    return k <= GRADIENT ? k : k + j->row->numbers;
}

static ct_tensor *operand(const jobs *j, int k, int64_t i)
{
    ct_tensors list = j->c->arg[argument_of(j, k)].tensors;
    return list.n ? list.v[i] : NULL;
}

/* ---- layouts ------------------------------------------------------------ */

/* Does t fill its memory without gaps, in whatever order? Its elements do not overlap. */
static bool is_gapless(const ct_tensor *t)
{
    int64_t last = 0;
    for (int d = 0; d < t->ndim; d++) {
        if (t->shape[d] > 1 && t->strides[d] < 0) {
            return false;
        }
        last += (t->shape[d] - 1) * t->strides[d];
    }
    return t->numel == 0 || last == (t->numel - 1) * ct_tensor_itemsize(t);
}

/* Does t have its elements where p has them? */
static bool lies_like(const ct_tensor *t, const ct_tensor *p)
{
    for (int d = 0; d < p->ndim; d++) {
        if (p->shape[d] > 1 && t->strides[d] * ct_tensor_itemsize(p) !=
                                   p->strides[d] * ct_tensor_itemsize(t)) {
            return false;
        }
    }
    return true;
}

/* May the loop run over the memory of parameter i and its companions as it is? */
static bool is_flat(const jobs *j, int64_t i)
{
    const ct_tensor *p = operand(j, 0, i);
    bool flat = ct_tensor_is_contiguous(p) || is_gapless(p);
    for (int k = 1; k < j->operands && flat; k++) {
        const ct_tensor *t = operand(j, k, i);
        flat = !t || (ct_dtype_is_complex((ct_dtype)t->dtype) ==
                          ct_dtype_is_complex((ct_dtype)p->dtype) &&
                      ct_dtype_is_inexact((ct_dtype)t->dtype) && lies_like(t, p));
    }
    return flat;
}

/* Fills in a job but for its constants. */
static int job_init(const jobs *j, int64_t i, int64_t start)
{
    job *own = &j->job[i];
    const ct_tensor *p = operand(j, 0, i);
    ct_dtype dtype = ct_dtype_compute((ct_dtype)p->dtype);
    bool flat = is_flat(j, i);
    own->real = ct_dtype_to_real(dtype);
    own->start = start;
    own->n = p->numel * (ct_dtype_is_complex(dtype) ? 2 : 1);
    for (int k = 0; k < j->operands; k++) {
        ct_tensor *t = operand(j, k, i);
        if (t) {
            own->work[k] = flat ? ct_newref(t) : ct_tensor_prepare(t, dtype);
            if (!own->work[k]) {
                return -1;
            }
            own->converts |= own->work[k]->dtype != dtype;
        }
    }
    return 0;
}

/* ---- numbers ------------------------------------------------------------ */

typedef struct
    counted { /* the numbers of the last parameter, and what became of them */
    double before[CT_OPTIM_LISTS], after[CT_OPTIM_LISTS];
} counted;

/* Takes the numbers of parameter i one step further and works out its constants: the same
 * as the last one's, whose powers of a decay take longer than a few elements, if those
 * were the same numbers, as they are where all parameters have been there from the start. */
static void count_up(const jobs *j, int64_t i, counted *last)
{
    double number[CT_OPTIM_LISTS] = {0};
    for (int k = 0; k < j->row->numbers; k++) {
        const ct_tensor *t = j->c->arg[2 + k].tensors.v[i];
        ct_scalar value = ct_scalar_load((ct_dtype)t->dtype, t->data);
        number[k] = value.category == CT_CATEGORY_INTEGER ? (double)value.i : value.re;
    }
    if (i > 0 && memcmp(number, last->before, sizeof number) == 0) {
        memcpy(number, last->after, sizeof number);
        memcpy(j->job[i].constant, j->job[i - 1].constant, sizeof j->job[i].constant);
    } else {
        memcpy(last->before, number, sizeof number);
        j->row->once(j->c->arg, number, j->job[i].constant);
        memcpy(last->after, number, sizeof number);
    }
    for (int k = 0; k < j->row->numbers; k++) {
        ct_tensor *t = j->c->arg[2 + k].tensors.v[i];
        ct_scalar next = {.category = CT_CATEGORY_FLOATING, .re = number[k]};
        ct_scalar_store((ct_dtype)t->dtype, t->data, next);
        ct_call_wrote(j->c, t);
    }
}

/* ---- running ------------------------------------------------------------ */

static char *at(const job *own, int k, int64_t element)
{
    const ct_tensor *t = own->work[k];
    return t ? t->data + element * ct_dtype_size(ct_dtype_to_real((ct_dtype)t->dtype))
             : NULL;
}

/* Elements [begin, begin + n) of a job, some of whose arrays have another dtype: by
 * tiles of the loop's. */
static void run_converted(const jobs *j, const job *own, int64_t begin, int64_t n)
{
    _Alignas(64) char tile[OPERANDS][TILE * sizeof(double)];
    ct_optim_loop loop = j->loops[own->real == CT_DTYPE_F64];
    const ct_cast_kernels *cast = ct_cpu->cast;
    for (int64_t done = 0; done < n; done += TILE) {
        int64_t m = n - done < TILE ? n - done : TILE;
        void *x[OPERANDS] = {NULL};
        for (int k = 0; k < j->operands; k++) {
            if (own->work[k]) {
                ct_dtype from = ct_dtype_to_real((ct_dtype)own->work[k]->dtype);
                cast->cast[own->real][from](tile[k], at(own, k, begin + done), m);
                x[k] = tile[k];
            }
        }
        loop(j->c->arg, own->constant, x, m);
        for (int k = 0; k < j->operands; k++) {
            if (own->work[k] && k != GRADIENT) {
                ct_dtype to = ct_dtype_to_real((ct_dtype)own->work[k]->dtype);
                cast->cast[to][own->real](at(own, k, begin + done), tile[k], m);
            }
        }
    }
}

static void run_part(const jobs *j, const job *own, int64_t begin, int64_t n)
{
    if (own->converts) {
        run_converted(j, own, begin, n);
        return;
    }
    void *x[OPERANDS] = {NULL};
    for (int k = 0; k < j->operands; k++) {
        x[k] = at(own, k, begin);
    }
    j->loops[own->real == CT_DTYPE_F64](j->c->arg, own->constant, x, n);
}

/* The last job that starts at or before an element. */
static int64_t job_of(const jobs *j, int64_t element)
{
    int64_t low = 0, high = j->n;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        *(j->job[middle].start <= element ? &low : &high) = middle;
    }
    return low;
}

static int run_range(void *context, int64_t begin, int64_t end)
{
    const jobs *j = context;
    for (int64_t i = job_of(j, begin); i < j->n && begin < end; i++) {
        const job *own = &j->job[i];
        int64_t stop = own->start + own->n < end ? own->start + own->n : end;
        if (begin < stop) {
            run_part(j, own, begin - own->start, stop - begin);
            begin = stop;
        }
    }
    return 0;
}

/* What was written to copies goes to where it belongs. */
static int give_back(const jobs *j, int64_t i, int status)
{
    for (int k = 0; k < j->operands; k++) {
        ct_tensor *t = operand(j, k, i), *work = j->job[i].work[k];
        if (status == 0 && work && k != GRADIENT) {
            status = work == t ? 0 : ct_tensor_copy_data(t, work);
            ct_call_wrote(j->c, t);
        }
        ct_xdecref(work);
    }
    return status;
}

int ct_optim_cpu(ct_call *c)
{
    int place = ct_optim_row_of(c->op);
    const ct_optim_row *row = &ct_optim_rows[place];
    jobs j = {.c = c,
              .row = row,
              .loops = ct_cpu->optim->loops[place],
              .operands = 2 + row->lists - row->numbers,
              .n = FIRST_LIST(c).n};
    int status = 0;
    int64_t total = 0;
    if (j.n == 0) {
        return 0;
    }
    j.job = calloc((size_t)j.n, sizeof *j.job);
    if (!j.job) {
        return ct_error(CT_ERR_MEMORY, "%s: out of memory", c->op->name);
    }
    for (int64_t i = 0; i < j.n && status == 0; i++) {
        status = job_init(&j, i, total);
        total += j.job[i].n;
    }
    counted last = {{0}, {0}};
    for (int64_t i = 0; i < j.n && status == 0; i++) {
        count_up(&j, i, &last);
    }
    if (status == 0) {
        status = ct_parallel_for(total, GRAIN, run_range, &j);
    }
    for (int64_t i = 0; i < j.n; i++) {
        status = give_back(&j, i, status);
    }
    free(j.job);
    return status;
}
