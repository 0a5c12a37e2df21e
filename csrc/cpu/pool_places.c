/* pool_places: elements of planes by their places: read from there, or added to them. */
#include <string.h>

#include "core/device.h"
#include "core/parallel.h"
#include "cpu/images.h"
#include "ops/pool.h"
#include "rows/pool.h"

#define CHANNELS 16 /* at least, that a thread takes of an image */
#define ENOUGH 8 /* images that need no division by channels */

typedef struct moves {
    const char *name;
    bool add, wide; /* else read; float64 */
    int64_t places, n; /* of a plane; of indices */
    int64_t channels, parts; /* side by side; in how many parts they are taken */
    const int64_t *at;
    char *plane, *line; /* all planes, and what is there for each index */
} moves;

/* Channels [c, to) of plane i; false for an index that is `wrong`. */
#define MOVE(name, T)                                                         \
    static bool move_##name(const moves *m, int64_t i, int64_t c, int64_t to, \
                            int64_t *wrong)                                   \
    {                                                                         \
        const int64_t channels = m->channels;                                 \
        const int64_t *at = m->at + i * m->n * channels;                      \
        T *plane = (T *)(void *)m->plane + i * m->places * channels;          \
        T *line = (T *)(void *)m->line + i * m->n * channels;                 \
        for (int64_t k = 0; k < m->n * channels; k += channels) {             \
            for (int64_t j = c; j < to; j++) {                                \
                int64_t place = at[k + j];                                    \
                if ((uint64_t)place >= (uint64_t)m->places) {                 \
                    *wrong = place;                                           \
                    return false;                                             \
                }                                                             \
                if (m->add) {                                                 \
                    plane[place * channels + j] += line[k + j];               \
                } else {                                                      \
                    line[k + j] = plane[place * channels + j];                \
                }                                                             \
            }                                                                 \
        }                                                                     \
        return true;                                                          \
    }
MOVE(f32, float)
MOVE(f64, double)

static void clear(const moves *m, int64_t i, int64_t c, int64_t to)
{
    int64_t size = m->wide ? 8 : 4;
    char *plane = m->plane + i * m->places * m->channels * size;
    if (to - c == m->channels) {
        memset(plane, 0, (size_t)(m->places * m->channels * size));
        return;
    }
    for (int64_t p = 0; p < m->places; p++) {
        memset(plane + (p * m->channels + c) * size, 0, (size_t)((to - c) * size));
    }
}

static int move_planes(void *context, int64_t begin, int64_t end)
{
    const moves *m = context;
    int64_t each = (m->channels + m->parts - 1) / m->parts, done = 0;
    for (int64_t i = begin; i < end; i++) {
        int64_t c = i % m->parts * each, to = c + each;
        to = to < m->channels ? to : m->channels;
        if (c >= to) {
            continue;
        }
        if (m->add) {
            clear(m, i / m->parts, c, to);
        }
        int64_t found = 0;
        if (!(m->wide ? move_f64 : move_f32)(m, i / m->parts, c, to, &found)) {
            return ct_error(CT_ERR_RUNTIME,
                            "%s: expected indices from 0 to %lld, got %lld", m->name,
                            (long long)m->places - 1, (long long)found);
        }
        if (ct_parallel_pace(&done, (m->n + m->places) * (to - c)) < 0) {
            return -1;
        }
    }
    return 0;
}

/* `full` has the planes, `part` an element for each index; one of both is the result. */
static int run(ct_call *c, ct_tensor *full, ct_tensor *part, ct_tensor *at,
               int64_t dims)
{
    ct_tensor *out = c->out[0], *given = out == full ? part : full;
    ct_dtype d = ct_dtype_compute((ct_dtype)given->dtype);
    bool last = ct_images_last(full, d, dims) && ct_images_last(part, d, dims) &&
                ct_images_last(at, CT_DTYPE_I64, dims);
    ct_plain p = {0};
    char *from = ct_images_read(&p, given, d, last);
    char *to = ct_images_write(&p, out, d, last);
    moves m = {.name = c->op->name,
               .add = out == full,
               .wide = d == CT_DTYPE_F64,
               .places = 1,
               .n = 1,
               .channels = last ? full->shape[1] : 1,
               .at = ct_images_read(&p, at, CT_DTYPE_I64, last),
               .plane = out == full ? to : from,
               .line = out == full ? from : to};
    int64_t planes = 1;
    for (int i = 0; i < full->ndim; i++) {
        bool inner = i >= full->ndim - dims;
        m.places *= inner ? full->shape[i] : 1;
        m.n *= inner ? part->shape[i] : 1;
        planes *= inner || (last && i == 1) ? 1 : full->shape[i];
    }
    m.parts = planes >= ENOUGH || m.channels < CHANNELS ? 1 : m.channels / CHANNELS;
    int64_t each = (m.n * 4 + (m.add ? m.places : 0)) * (m.channels / m.parts);
    int status = p.failed ? -1 : 0;
    if (status == 0 && out->numel > 0) {
        status =
            ct_parallel_for(planes * m.parts, ct_parallel_grain(each), move_planes, &m);
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
