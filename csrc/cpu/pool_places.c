/* pool_places: elements of planes by their places: read from there, or added to them. */
#include <string.h>

#include "core/device.h"
#include "core/layout.h"
#include "core/parallel.h"
#include "cpu/plain.h"
#include "ops/pool.h"
#include "rows/pool.h"

typedef struct moves {
    const char *name;
    bool add, wide; /* else read; float64 */
    int64_t places, n; /* of a plane; of indices */
    int64_t channels; /* side by side */
    const int64_t *at;
    char *plane, *line; /* all planes, and what is there for each index */
} moves;

#define MOVE(T)                                                                    \
    do {                                                                           \
        T *plane = (T *)(void *)m->plane + i * m->places * m->channels;            \
        T *line = (T *)(void *)m->line + i * m->n * m->channels;                   \
        for (int64_t k = 0; k < m->n * m->channels; k++) {                         \
            int64_t place = at[k];                                                 \
            if (place < 0 || place >= m->places) {                                 \
                wrong = place;                                                     \
                goto done;                                                         \
            }                                                                      \
            T *to = plane + (one ? place : place * m->channels + k % m->channels); \
            if (m->add) {                                                          \
                *to += line[k];                                                    \
            } else {                                                               \
                line[k] = *to;                                                     \
            }                                                                      \
        }                                                                          \
    } while (0)

static int move_planes(void *context, int64_t begin, int64_t end)
{
    const moves *m = context;
    bool one = m->channels == 1;
    int64_t wrong = 0;
    for (int64_t i = begin; i < end; i++) {
        const int64_t *at = m->at + i * m->n * m->channels;
        if (m->wide) {
            MOVE(double);
        } else {
            MOVE(float);
        }
        if (ct_parallel_poll() < 0) {
            return -1;
        }
    }
    return 0;
done:
    return ct_error(CT_ERR_RUNTIME, "%s: expected indices from 0 to %lld, got %lld",
                    m->name, (long long)m->places - 1, (long long)wrong);
}

static bool is_last(const ct_tensor *t, int64_t dims)
{
    ct_memory_format format =
        t->ndim == 4 ? CT_FORMAT_CHANNELS_LAST : CT_FORMAT_CHANNELS_LAST_3D;
    return t->ndim == dims + 2 && (t->ndim == 4 || t->ndim == 5) &&
           !ct_tensor_is_contiguous(t) && ct_layout_is(t, format);
}

static void *plain_of(ct_plain *p, ct_tensor *t, ct_dtype d, bool last)
{
    bool fails = p->failed || last;
    if (!fails) {
        return ct_plain_read(p, t, d);
    }
    return p->failed ? NULL : ct_plain_keep(p, ct_newref(t))->data;
}

/* `full` has the planes, `part` an element for each index; one of both is the result. */
static int run(ct_call *c, ct_tensor *full, ct_tensor *part, ct_tensor *at,
               int64_t dims)
{
    ct_tensor *out = c->out[0], *given = out == full ? part : full;
    ct_dtype d = ct_dtype_compute((ct_dtype)given->dtype);
    bool last = full->dtype == d && is_last(full, dims) && is_last(part, dims) &&
                is_last(at, dims);
    ct_plain p = {0};
    char *from = plain_of(&p, given, d, last);
    char *to = last && !p.failed ? ct_plain_keep(&p, ct_newref(out))->data
                                 : ct_plain_write(&p, out, d);
    moves m = {.name = c->op->name,
               .add = out == full,
               .wide = d == CT_DTYPE_F64,
               .places = 1,
               .n = 1,
               .channels = last ? full->shape[1] : 1,
               .at = plain_of(&p, at, CT_DTYPE_I64, last),
               .plane = out == full ? to : from,
               .line = out == full ? from : to};
    int64_t planes = 1;
    for (int i = 0; i < full->ndim; i++) {
        bool inner = i >= full->ndim - dims;
        m.places *= inner ? full->shape[i] : 1;
        m.n *= inner ? part->shape[i] : 1;
        planes *= inner || (last && i == 1) ? 1 : full->shape[i];
    }
    int status = p.failed ? -1 : 0;
    if (status == 0 && out == full) {
        memset(to, 0, (size_t)(out->numel * ct_dtype_size(d)));
    }
    if (status == 0 && part->numel > 0) {
        status = ct_parallel_for(planes, ct_parallel_grain(m.n * m.channels * 4),
                                 move_planes, &m);
    }
    return ct_plain_end(&p, status);
}

int ct_pool_scatter_cpu(ct_call *c)
{
    return run(c, c->out[0], FIRST(c), ARG(c, pool_scatter, indices).tensor,
               ARG(c, pool_scatter, size).dims.n);
}

int ct_pool_gather_cpu(ct_call *c)
{
    return run(c, FIRST(c), c->out[0], ARG(c, pool_gather, indices).tensor,
               ARG(c, pool_gather, dims).i);
}
