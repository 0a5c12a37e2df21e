/* conv_image: courses of windows, and images of what they read; see conv_image.h. */
#include "cpu/conv_image.h"

#include <string.h>

#include "cpu/copy.h"

/* ---- courses ------------------------------------------------------------- */

ct_conv_course ct_conv_course_forth(const ct_conv_size *s, int d)
{
    return (ct_conv_course){.n = s->out[d],
                            .every = 1,
                            .step = s->stride[d],
                            .offset = -s->pad[d],
                            .taps = s->kernel[d],
                            .apart = s->dilation[d],
                            .next = 1,
                            .size = s->in[d]};
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Place r + t s of x has met place k of the window where r + pad - k dilation is a
 * multiple m s: that is y's place t + m. Such k are s / gcd apart; the last of them comes
 * first, as its place of y does. */
ct_conv_course ct_conv_course_back(const ct_conv_size *s, int d, int64_t rest)
{
    int64_t stride = s->stride[d], dilation = s->dilation[d];
    int64_t divisor = common_divisor(stride, dilation), every = stride / divisor;
    int64_t taps = 0, last = 0;
    for (int64_t k = 0; k < every && k < s->kernel[d]; k++) {
        if ((rest + s->pad[d] - k * dilation) % stride == 0) {
            taps = (s->kernel[d] - 1 - k) / every + 1;
            last = k + (taps - 1) * every;
        }
    }
    int64_t in = s->in[d];
    return (ct_conv_course){.n = rest < in ? (in - rest - 1) / stride + 1 : 0,
                            .first = rest,
                            .every = stride,
                            .step = 1,
                            .offset = (rest + s->pad[d] - last * dilation) / stride,
                            .taps = taps,
                            .apart = dilation / divisor,
                            .tap = last,
                            .next = -every,
                            .size = s->out[d]};
}

/* ---- images -------------------------------------------------------------- */

/* Places of the source from the first to the last that n places of the result take. */
static int64_t reach(const ct_conv_course *c, int64_t n)
{
    return (n - 1) * c->step + (c->taps - 1) * c->apart + 1;
}

int64_t ct_conv_image_elements(const ct_conv_band *b, int64_t rows)
{
    const ct_conv_course *c = b->course;
    if (c[0].taps == 0 || c[1].taps == 0 || c[2].taps == 0) {
        return 0;
    }
    return c[0].taps * reach(c + 1, rows) * reach(c + 2, c[2].n) * b->channels;
}

int64_t ct_conv_band_rows(const ct_conv_band *b, int64_t most, int64_t bytes)
{
    int64_t one = ct_conv_image_elements(b, 1) * b->size;
    int64_t two = ct_conv_image_elements(b, 2) * b->size, rows = 1;
    if (two - one > 0 && bytes > one) {
        rows += (bytes - one) / (two - one);
    }
    rows = rows < most ? rows : most;
    int64_t bands = (most + rows - 1) / rows;
    return (most + bands - 1) / bands;
}

/* Does the band lie inside of the source? */
static bool inside(const ct_conv_band *b)
{
    const ct_conv_course *c = b->course;
    int64_t first[] = {b->depth, b->row, 0}, n[] = {1, b->rows, c[2].n};
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        int64_t low = first[d] * c[d].step + c[d].offset;
        if (low < 0 || low + reach(c + d, n[d]) > c[d].size) {
            return false;
        }
    }
    return true;
}

static ct_conv_view as_it_lies(const ct_conv_band *b, const ct_conv_place *from)
{
    const ct_conv_course *c = b->course;
    int64_t first[] = {b->depth, b->row, 0}, at = 0;
    ct_conv_view v = {.row = c[1].step * from->at[1],
                      .column = c[2].step * from->at[2]};
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        at += (first[d] * c[d].step + c[d].offset) * from->at[d];
        v.tap[d] = c[d].apart * from->at[d];
    }
    v.data = from->data + at * b->size;
    return v;
}

/* `n` places of a line, channels side by side. */
static void copy_line(const ct_conv_band *b, char *to, const char *from,
                      const ct_conv_place *p, int64_t n)
{
    int64_t size = b->size, pixel = b->channels * size;
    if (p->channel == 1 && p->at[2] == b->channels) {
        memcpy(to, from, (size_t)(n * pixel));
    } else if (p->channel == 1) {
        for (int64_t i = 0; i < n; i++) {
            memcpy(to + i * pixel, from + i * p->at[2] * size, (size_t)pixel);
        }
    } else if (b->channels == 1 && p->at[2] == 1) {
        memcpy(to, from, (size_t)(n * size));
    } else {
        ct_transpose(size, to, pixel, from, p->channel * size, n, b->channels);
    }
}

/* Places [0, n) of a line from place `low` of the source on, zeros beyond it. */
static void fill_line(const ct_conv_band *b, char *to, const char *from,
                      const ct_conv_place *p, int64_t low, int64_t n)
{
    int64_t size = b->course[2].size, pixel = b->channels * b->size;
    int64_t before = low < 0 ? -low : 0, end = size - low < n ? size - low : n;
    before = before < n ? before : n;
    end = end > before ? end : before;
    memset(to, 0, (size_t)(before * pixel));
    if (end > before) {
        copy_line(b, to + before * pixel, from + (low + before) * p->at[2] * b->size, p,
                  end - before);
    }
    memset(to + end * pixel, 0, (size_t)((n - end) * pixel));
}

static void fill_image(const ct_conv_band *b, const ct_conv_place *p, char *to)
{
    const ct_conv_course *c = b->course;
    int64_t rows = reach(c + 1, b->rows), columns = reach(c + 2, c[2].n);
    int64_t line = columns * b->channels * b->size;
    int64_t top = b->row * c[1].step + c[1].offset;
    for (int64_t i = 0; i < c[0].taps; i++) {
        int64_t d = b->depth * c[0].step + c[0].offset + i * c[0].apart;
        for (int64_t h = top; h < top + rows; h++, to += line) {
            if (d < 0 || d >= c[0].size || h < 0 || h >= c[1].size) {
                memset(to, 0, (size_t)line);
                continue;
            }
            const char *from = p->data + (d * p->at[0] + h * p->at[1]) * b->size;
            fill_line(b, to, from, p, c[2].offset, columns);
        }
    }
}

ct_conv_view ct_conv_view_make(const ct_conv_band *b, const ct_conv_place *from,
                               char *room)
{
    const ct_conv_course *c = b->course;
    if (ct_conv_image_elements(b, 1) == 0) {
        return (ct_conv_view){.data = room};
    }
    if ((from->channel == 1 || b->channels == 1) && inside(b)) {
        return as_it_lies(b, from);
    }
    fill_image(b, from, room);
    int64_t line = reach(c + 2, c[2].n) * b->channels;
    return (ct_conv_view){
        .data = room,
        .row = c[1].step * line,
        .column = c[2].step * b->channels,
        .tap = {reach(c + 1, b->rows) * line, c[1].apart * line,
                c[2].apart * b->channels},
    };
}

/* ---- what comes next ----------------------------------------------------- */

void ct_conv_band_call(const ct_conv_band *b, const ct_conv_place *from, int64_t part,
                       int64_t parts)
{
    const ct_conv_course *c = b->course;
    bool beside = from->channel == 1;
    int64_t rows = reach(c + 1, b->rows), planes = beside ? 1 : b->channels;
    int64_t n = c[0].taps * rows * planes;
    if (n <= 0 || from->at[2] != (beside ? b->channels : 1)) {
        return;
    }
    for (int64_t i = n * part / parts; i < n * (part + 1) / parts; i++) {
        int64_t d = i / rows / planes * c[0].apart + b->depth * c[0].step + c[0].offset;
        int64_t h = i % rows + b->row * c[1].step + c[1].offset;
        if (d < 0 || d >= c[0].size || h < 0 || h >= c[1].size) {
            continue;
        }
        int64_t at = i / rows % planes * from->channel + d * from->at[0];
        const char *line = from->data + (at + h * from->at[1]) * b->size;
        for (int64_t k = 0; k < c[2].size * from->at[2] * b->size; k += 64) {
            __builtin_prefetch(line + k, 0, 2);
        }
    }
}
