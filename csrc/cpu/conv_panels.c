/* conv_panels: weights laid in panels; see conv_panels.h. */
#include "cpu/conv_panels.h"

#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "cpu/copy.h"
#include "cpu/kernels.h"

static int64_t taps_of(const ct_conv_panels *p)
{
    return p->course[0].taps * p->course[1].taps * p->course[2].taps;
}

/* Places of the window that the taps are, in order: in elements of the weight. */
static int64_t tap_offset(const ct_conv_panels *p, int64_t tap)
{
    const ct_conv_course *c = p->course;
    int64_t w = tap % c[2].taps, h = tap / c[2].taps % c[1].taps;
    int64_t d = tap / c[2].taps / c[1].taps;
    return (c[0].tap + d * c[0].next) * p->weight.at[0] +
           (c[1].tap + h * c[1].next) * p->weight.at[1] +
           (c[2].tap + w * c[2].next) * p->weight.at[2];
}

typedef struct panel { /* of one block: channels from `first` on */
    const ct_conv_panels *p;
    int64_t group, first, channels;
    int64_t place, columns; /* of its results */
    char *to, *room;
} panel;

/* Tap by tap. */
static void lay_taps(const panel *k, const char *from, int64_t result, int64_t source)
{
    const ct_conv_panels *p = k->p;
    int64_t size = p->size, row = p->columns * size, each = k->channels * row;
    if (k->columns < p->columns) {
        memset(k->to, 0, (size_t)(taps_of(p) * each));
    }
    for (int64_t t = 0; t < taps_of(p); t++) {
        const char *at = from + tap_offset(p, t) * size;
        char *to = k->to + t * each;
        if (source == 1) {
            ct_transpose(size, to, row, at, result * size, k->channels, k->columns);
            continue;
        }
        for (int64_t r = 0; r < k->columns; r++) {
            ct_cpu->cast->copy[size == 4 ? 2 : 3](
                to + r * size, row, at + r * result * size, source * size, k->channels);
        }
    }
}

/* `channels` rows of a panel from room, where each is `step` rows behind the last. */
static void take_rows(const panel *k, int64_t channel, int64_t channels, int64_t step)
{
    const ct_conv_panels *p = k->p;
    int64_t taps = taps_of(p), row = p->columns * p->size;
    for (int64_t t = 0; t < taps; t++) {
        char *to = k->to + (t * k->channels + channel) * row;
        const char *from = k->room + tap_offset(p, t) * row;
        for (int64_t c = 0; c < channels; c++) {
            memcpy(to + c * row, from + c * step * row, (size_t)row);
        }
    }
}

/* Of a row-major weight, whose windows are turned as wholes. Columns that no result has
 * are multiplied all the same: they are 0, as the processor is slow where it meets
 * subnormal numbers. */
static void lay_windows(const panel *k, const char *from, int64_t result,
                        int64_t source)
{
    const ct_conv_panels *p = k->p;
    int64_t row = p->columns * p->size, window = p->window;
    if (k->columns < p->columns) {
        memset(k->room, 0, (size_t)((p->back ? 1 : k->channels) * window * row));
    }
    if (!p->back) {
        ct_transpose(p->size, k->room, row, from, result * p->size,
                     k->channels * window, k->columns);
        take_rows(k, 0, k->channels, window);
        return;
    }
    for (int64_t f = 0; f < k->channels; f++) {
        ct_transpose(p->size, k->room, row, from + f * source * p->size,
                     result * p->size, window, k->columns);
        take_rows(k, f, 1, 0);
    }
}

static void lay_panel(const panel *k)
{
    const ct_conv_panels *p = k->p;
    int64_t source = p->back ? p->weight.image : p->weight.channel;
    int64_t result = p->back ? p->weight.channel : p->weight.image;
    int64_t at = k->first * source + k->place * result;
    at += k->group * (p->back ? p->sources : p->results) * p->weight.image;
    const char *from = p->weight.data + at * p->size;
    if (k->room) {
        lay_windows(k, from, result, source);
    } else {
        lay_taps(k, from, result, source);
    }
}

/* Whether each window is `window` elements one after the other, the first tap's first:
 * not one that runs backwards, or whose lines lie apart. */
static bool has_windows(const ct_conv_panels *p)
{
    int64_t low = 0, high = 0;
    for (int d = 0; d < CT_CONV_DIMS; d++) {
        const ct_conv_course *c = &p->course[d];
        int64_t first = c->tap * p->weight.at[d];
        int64_t last = first + (c->taps - 1) * c->next * p->weight.at[d];
        low += first < last ? first : last;
        high += first < last ? last : first;
    }
    return p->window > 1 && p->weight.channel == p->window && p->weight.at[2] == 1 &&
           low >= 0 && high < p->window;
}

static int lay_groups(void *context, int64_t begin, int64_t end)
{
    const ct_conv_panels *p = context;
    int64_t taps = taps_of(p), panels = (p->results + p->columns - 1) / p->columns;
    size_t bytes = (size_t)(p->block * p->window * p->columns * p->size);
    panel k = {.p = p, .room = has_windows(p) ? ct_alloc(bytes) : NULL};
    if (has_windows(p) && !k.room) {
        return -1;
    }
    for (int64_t i = begin; i < end; i++) {
        int64_t n = i % panels;
        k.group = i / panels;
        k.place = n * p->columns;
        k.columns =
            p->results - k.place < p->columns ? p->results - k.place : p->columns;
        char *to = p->to + k.group * p->sources * taps * p->columns * panels * p->size;
        for (k.first = 0; k.first < p->sources; k.first += p->block) {
            int64_t left = p->sources - k.first;
            k.channels = left < p->block ? left : p->block;
            int64_t each = k.channels * taps * p->columns * p->size;
            k.to = to + n * each;
            lay_panel(&k);
            to += panels * each;
        }
    }
    ct_free(k.room, k.room ? bytes : 0);
    return 0;
}

int ct_conv_panels_lay(const ct_conv_panels *p)
{
    int64_t panels = (p->results + p->columns - 1) / p->columns;
    int64_t each = p->sources * taps_of(p) * p->columns;
    return ct_parallel_for(p->groups * panels, ct_parallel_grain(each), lay_groups,
                           (void *)(uintptr_t)p);
}
