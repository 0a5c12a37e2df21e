/* lines: the walk; see lines.h. */
#include "cpu/lines.h"

#include "core/parallel.h"

void ct_lines_init(ct_lines *l, int nop, char *a, char *b, char *c)
{
    l->nop = nop;
    l->ndim = 0;
    l->numel = 1;
    l->data[0] = a;
    l->data[1] = b;
    l->data[2] = c;
}

/* Does the last dim run on into an inner one of this size? */
static bool runs_on(const ct_lines *l, int64_t size, const int64_t *strides)
{
    const int64_t *outer = l->strides[l->ndim - 1];
    for (int i = 0; i < l->nop; i++) {
        if (outer[i] != size * strides[i]) {
            return false;
        }
    }
    return true;
}

void ct_lines_add(ct_lines *l, int64_t size, int64_t a, int64_t b, int64_t c)
{
    const int64_t strides[] = {a, b, c};
    l->numel *= size;
    if (size == 1) {
        return;
    }
    if (l->ndim && runs_on(l, size, strides)) {
        l->shape[l->ndim - 1] *= size;
    } else {
        l->shape[l->ndim++] = size;
    }
    for (int i = 0; i < CT_LINES_OPERANDS; i++) {
        l->strides[l->ndim - 1][i] = strides[i];
    }
}

/* Moves to the element after the end of a line: carries into the outer dims. */
static void next_line(const ct_lines *l, int64_t *at, char **ptrs)
{
    for (int d = l->ndim - 2; d >= 0; d--) {
        if (++at[d] < l->shape[d]) {
            for (int i = 0; i < l->nop; i++) {
                ptrs[i] += l->strides[d][i];
            }
            return;
        }
        for (int i = 0; i < l->nop; i++) {
            ptrs[i] -= (l->shape[d] - 1) * l->strides[d][i];
        }
        at[d] = 0;
    }
}

int ct_lines_walk(const ct_lines *l, const int64_t *shift, int64_t begin, int64_t end,
                  ct_line_fn fn, void *ctx)
{
    static const int64_t none[CT_LINES_OPERANDS];
    int64_t at[CT_MAX_NDIM], first = 0, inner = ct_lines_inner(l), left = begin;
    const int64_t *strides = l->ndim ? l->strides[l->ndim - 1] : none;
    char *line[CT_LINES_OPERANDS] = {NULL}, *ptrs[CT_LINES_OPERANDS] = {NULL};
    if (begin >= end) { /* also: no elements, so no size to divide by */
        return 0;
    }
    for (int i = 0; i < l->nop; i++) {
        line[i] = l->data[i] + (shift ? shift[i] : 0);
    }
    if (l->ndim <= 1) {
        for (int i = 0; i < l->nop; i++) {
            line[i] += begin * strides[i];
        }
        return fn(ctx, line, strides, end - begin);
    }
    for (int d = l->ndim - 1; d >= 0; d--) {
        int64_t k = left % l->shape[d];
        left /= l->shape[d];
        at[d] = k;
        for (int i = 0; d < l->ndim - 1 && i < l->nop; i++) {
            line[i] += k * l->strides[d][i];
        }
        first = d == l->ndim - 1 ? k : first;
    }
    while (begin < end) {
        int64_t n = inner - first < end - begin ? inner - first : end - begin;
        for (int i = 0; i < l->nop; i++) {
            ptrs[i] = line[i] + first * strides[i];
        }
        if (fn(ctx, ptrs, strides, n) < 0) {
            return -1;
        }
        begin += n;
        first = 0;
        next_line(l, at, line);
    }
    return 0;
}

struct job {
    const ct_lines *lines;
    ct_line_fn fn;
    void *ctx;
};

static int run_range(void *ctx, int64_t begin, int64_t end)
{
    const struct job *job = ctx;
    return ct_lines_walk(job->lines, NULL, begin, end, job->fn, job->ctx);
}

int ct_lines_run_each(const ct_lines *l, int64_t each, ct_line_fn fn, void *ctx)
{
    int64_t grain = CT_GRAIN / each + (CT_GRAIN < each);
    if (l->ndim <= 1 && l->numel <= grain) {
        static const int64_t none[CT_LINES_OPERANDS];
        return l->numel ? fn(ctx, l->data, l->ndim ? l->strides[0] : none, l->numel)
                        : 0;
    }
    struct job job = {l, fn, ctx};
    return ct_parallel_for(l->numel, grain, run_range, &job);
}

int ct_lines_run(const ct_lines *l, ct_line_fn fn, void *ctx)
{
    return ct_lines_run_each(l, 1, fn, ctx);
}
