/* sort_items: keys of all dtypes, radix sort and radix selection; see sort_items.h. Items of
 * long keys are sorted by vectors (sort_parts.h) where there are such.
 *
 * Both count how many items have each value of a byte. Sorting goes from the lowest byte
 * of the key to the highest, moving all items each time, and leaves out a byte that all
 * have in common; selection goes from the highest and keeps the items of one value only.
 * A long row is counted and moved in pieces, by all threads (NOTE [Long rows], along.h). */
#include "cpu/sort_items.h"

#include <string.h>

#include "core/alloc.h"
#include "core/parallel.h"
#include "core/runtime.h"
#include "cpu/along.h"
#include "cpu/kernels.h"
#include "cpu/sort_kernels.h"
#include "cpu/sort_parts.h"

#define RUN_SHORT 24 /* of equal upper halves: up to this length sorted by insertion */
#define BLOCK 512
#define BYTES_LEAST 1024 /* items from which on two bytes are looked at sooner */

/* ---- keys ------------------------------------------------------------------ */

#define NAME(id, name) [CT_DTYPE_##id] = CT_SORT_##name
static const uint8_t loads[CT_DTYPE_COUNT] = {
    NAME(BOOL, u8), NAME(U8, u8),     NAME(I8, i8),   NAME(U16, u16), NAME(I16, i16),
    NAME(F16, f16), NAME(BF16, bf16), NAME(U32, u32), NAME(I32, i32), NAME(F32, f32),
    NAME(U64, u64), NAME(I64, i64),   NAME(F64, f64), /* checks let no other pass */
};

void ct_keys_load(ct_dtype dtype, bool flip, void *keys, const void *x, int64_t n)
{
    uint64_t all = UINT64_MAX >> (64 - 8 * ct_dtype_size(dtype));
    ct_cpu->sort->load[loads[dtype]](keys, x, n, flip ? all : 0);
}

int ct_keys_load_of(ct_dtype dtype)
{
    return loads[dtype];
}

uint64_t ct_keys_nan(ct_dtype dtype)
{
    bool has = ct_dtype_is_floating(dtype);
    return has ? UINT64_MAX >> (64 - 8 * ct_dtype_size(dtype)) : 0;
}

/* ---- items ----------------------------------------------------------------- */

int64_t ct_items_room(ct_dtype dtype, int64_t n)
{
    return (ct_keys_wide(dtype) ? 3 : 2) * n;
}

typedef struct loading {
    ct_items *to;
    ct_dtype dtype;
    bool flip;
    const char *x;
    int64_t piece;
    uint64_t least, most; /* of all wide keys */
    uint64_t first[CT_PIECES_MAX]; /* of those of each piece */
    uint64_t last[CT_PIECES_MAX];
} loading;

static int64_t piece_end(const loading *l, int64_t i)
{
    int64_t end = (i + 1) * l->piece;
    return end < l->to->n ? end : l->to->n;
}

static int load_narrow(void *context, int64_t begin, int64_t end)
{
    const loading *l = context;
    uint32_t block[BLOCK];
    int64_t size = ct_dtype_size(l->dtype), last = piece_end(l, end - 1);
    for (int64_t i = begin * l->piece; i < last; i += BLOCK) {
        int64_t n = last - i < BLOCK ? last - i : BLOCK;
        ct_keys_load(l->dtype, l->flip, block, l->x + i * size, n);
        ct_cpu->sort->items(l->to->item + i, block, n, i);
    }
    return 0;
}

static int load_wide(void *context, int64_t begin, int64_t end)
{
    loading *l = context;
    for (int64_t i = begin; i < end; i++) {
        int64_t from = i * l->piece, n = piece_end(l, i) - from;
        uint64_t *key = l->to->key + from;
        ct_keys_load(l->dtype, l->flip, key, l->x + from * 8, n);
        ct_cpu->sort->extremes[CT_KEYS_WIDE](key, n, &l->first[i], &l->last[i]);
    }
    return 0;
}

static int items_of_wide(void *context, int64_t begin, int64_t end)
{
    const loading *l = context;
    bool near = l->most - l->least <= UINT32_MAX;
    int64_t i = begin * l->piece, n = piece_end(l, end - 1) - i;
    ct_cpu->sort->items_less(l->to->item + i, l->to->key + i, n, i, near ? l->least : 0,
                             near ? 0 : 32);
    return 0;
}

/* Integers that lie close together are sorted by their distances from the first. */
static void load_all_wide(loading *l, int64_t pieces)
{
    ct_items *t = l->to;
    ct_parallel_for(pieces, 1, load_wide, l);
    if (ct_dtype_is_floating(l->dtype)) { /* NaN must be known by its key */
        l->most = UINT64_MAX;
    } else {
        ct_cpu->sort->extremes[CT_KEYS_WIDE](l->first, pieces, &l->least, &l->most);
        uint64_t unused;
        ct_cpu->sort->extremes[CT_KEYS_WIDE](l->last, pieces, &unused, &l->most);
    }
    ct_parallel_for(pieces, 1, items_of_wide, l);
    uint64_t range = l->most - l->least;
    if (range <= UINT32_MAX) {
        t->key = NULL;
        t->bytes = range > 0xffffff ? 4 : range > 0xffff ? 3 : range > 0xff ? 2 : 1;
    }
}

/* How a row is divided: not at all up to CT_ROW_LONG. */
static int64_t piece_of(int64_t n)
{
    return n > CT_ROW_LONG ? ct_row_piece(n) : n;
}

ct_items ct_items_load(ct_dtype dtype, bool flip, uint64_t *room, const char *x,
                       int64_t n)
{
    uint64_t *keys = ct_keys_wide(dtype) ? room + 2 * n : NULL;
    ct_items t = {n, room, room + n, keys, ct_keys_bytes(dtype)};
    loading l; /* large: not zeroed */
    l.to = &t;
    l.dtype = dtype;
    l.flip = flip;
    l.x = x;
    l.piece = piece_of(n);
    l.least = 0;
    if (n == 0) {
        return t;
    }
    int64_t pieces = (n + l.piece - 1) / l.piece;
    /* Not looked for here, as items that are not loaded have no place: Ctrl-C is seen by
     * the sort or selection that follows. */
    ct_unlocked_avoid(true);
    if (keys) {
        load_all_wide(&l, pieces);
    } else {
        ct_parallel_for(pieces, 1, load_narrow, &l);
    }
    ct_unlocked_avoid(false);
    return t;
}

/* ---- bytes counted, in pieces ------------------------------------------------ */

typedef uint32_t counts[256];

typedef struct pieces {
    uint64_t *from, *to;
    int64_t n, piece, count; /* items, those of a piece, pieces */
    int shift; /* of the byte that is looked at */
    uint64_t byte; /* selection: the value that is kept */
    int64_t *length; /* selection: items left in each piece */
    counts *found; /* of each piece */
    counts one; /* where there is a single piece */
    int64_t one_length;
} pieces;

static size_t pieces_bytes(const pieces *p)
{
    return (size_t)p->count * (sizeof(counts) + sizeof(int64_t));
}

static int pieces_begin(pieces *p, uint64_t *from, uint64_t *to, int64_t n)
{
    p->from = from;
    p->to = to;
    p->n = n;
    p->piece = piece_of(n);
    p->count = (n + p->piece - 1) / p->piece;
    p->found = &p->one;
    p->length = &p->one_length;
    if (p->count > 1) {
        p->length = ct_alloc(pieces_bytes(p));
        p->found = (counts *)(void *)(p->length + p->count);
    }
    if (!p->length) {
        return -1;
    }
    for (int64_t i = 0; i < p->count; i++) {
        int64_t left = n - i * p->piece;
        p->length[i] = left < p->piece ? left : p->piece;
    }
    return 0;
}

static void pieces_end(pieces *p)
{
    if (p->count > 1) {
        ct_free(p->length, pieces_bytes(p));
    }
}

static int count_pieces(void *context, int64_t begin, int64_t end)
{
    const pieces *p = context;
    for (int64_t i = begin; i < end; i++) {
        const uint64_t *item = p->from + i * p->piece;
        uint32_t *found = p->found[i];
        memset(found, 0, sizeof(counts));
        for (int64_t j = 0; j < p->length[i]; j++) {
            found[item[j] >> p->shift & 255]++;
        }
    }
    return 0;
}

static uint64_t total_of(const pieces *p, int byte)
{
    uint64_t total = 0;
    for (int64_t i = 0; i < p->count; i++) {
        total += p->found[i][byte];
    }
    return total;
}

/* ---- sorting ----------------------------------------------------------------- */

static void insertion_sort(uint64_t *item, int64_t n)
{
    for (int64_t i = 1; i < n; i++) {
        uint64_t v = item[i];
        int64_t j = i;
        for (; j > 0 && item[j - 1] > v; j--) {
            item[j] = item[j - 1];
        }
        item[j] = v;
    }
}

/* Counts become the first place of each value in each piece. Are there two values? */
static bool find_places(pieces *p)
{
    uint32_t at = 0;
    for (int d = 0; d < 256; d++) {
        uint32_t before = at;
        for (int64_t i = 0; i < p->count; i++) {
            uint32_t n = p->found[i][d];
            p->found[i][d] = at;
            at += n;
        }
        if (at - before == p->n) {
            return false;
        }
    }
    return true;
}

static int move_pieces(void *context, int64_t begin, int64_t end)
{
    const pieces *p = context;
    for (int64_t i = begin; i < end; i++) {
        const uint64_t *item = p->from + i * p->piece;
        uint32_t *at = p->found[i];
        for (int64_t j = 0; j < p->length[i]; j++) {
            p->to[at[item[j] >> p->shift & 255]++] = item[j];
        }
    }
    return 0;
}

/* By the key, of so many bytes, and equal ones as they stand: where they are sorted, in
 * `item` or in `spare`. */
static uint64_t *radix_sort(uint64_t *item, uint64_t *spare, int64_t n, int bytes)
{
    pieces p;
    int status = 0;
    if (n <= CT_SORT_SHORT) {
        insertion_sort(item, n);
        return item;
    }
    if (pieces_begin(&p, item, spare, n) < 0) {
        return NULL;
    }
    for (p.shift = 32; p.shift < 32 + 8 * bytes && status == 0; p.shift += 8) {
        status = ct_parallel_for(p.count, 1, count_pieces, &p);
        if (status == 0 && find_places(&p)) {
            status = ct_parallel_for(p.count, 1, move_pieces, &p);
            uint64_t *moved = p.to;
            p.to = p.from;
            p.from = moved;
        }
    }
    pieces_end(&p);
    return status < 0 ? NULL : p.from;
}

/* Items whose upper halves are equal, by the lower halves of their keys. */
static int sort_run(ct_items *t, int64_t begin, int64_t end)
{
    uint64_t *item = t->item + begin;
    int64_t n = end - begin;
    for (int64_t i = 0; i < n; i++) {
        int64_t place = ct_item_place(item[i]);
        item[i] = t->key[place] << 32 | (uint64_t)place;
    }
    if (n <= RUN_SHORT) {
        insertion_sort(item, n);
        return 0;
    }
    uint64_t *sorted = radix_sort(item, t->spare + begin, n, 4);
    if (sorted && sorted != item) {
        memcpy(item, sorted, (size_t)n * sizeof *item);
    }
    return sorted ? 0 : -1;
}

static int sort_runs(ct_items *t)
{
    for (int64_t i = 0, end; i < t->n; i = end) {
        uint64_t upper = t->item[i] >> 32;
        end = i + 1;
        while (end < t->n && t->item[end] >> 32 == upper) {
            end++;
        }
        if (end - i > 1 && sort_run(t, i, end) < 0) {
            return -1;
        }
    }
    return 0;
}

/* By vectors, as whole numbers, where more bytes would have to be looked at than pays. */
static bool by_vectors(const ct_items *t)
{
    return ct_cpu->sort->few_most[CT_KEYS_WIDE] > 0 &&
           (t->bytes > 2 || t->n <= BYTES_LEAST);
}

int ct_items_sort(ct_items *t)
{
    if (by_vectors(t)) {
        ct_part_sort how = {.kind = CT_KEYS_WIDE};
        if (ct_sort_parts(&how, t->item, t->item, t->spare, t->n) < 0) {
            return -1;
        }
        return t->key ? sort_runs(t) : 0;
    }
    uint64_t *sorted = radix_sort(t->item, t->spare, t->n, t->bytes);
    if (!sorted) {
        return -1;
    }
    if (sorted != t->item) {
        t->spare = t->item;
        t->item = sorted;
    }
    return t->key ? sort_runs(t) : 0;
}

/* ---- selection --------------------------------------------------------------- */

static int keep_pieces(void *context, int64_t begin, int64_t end)
{
    const pieces *p = context;
    for (int64_t i = begin; i < end; i++) {
        uint64_t *item = p->from + i * p->piece;
        int64_t kept = 0;
        for (int64_t j = 0; j < p->length[i]; j++) {
            uint64_t v = item[j];
            item[kept] = v;
            kept += (v >> p->shift & 255) == p->byte;
        }
        p->length[i] = kept;
    }
    return 0;
}

/* Which byte the item of this rank has; the rank among those that have it. */
static uint64_t find_byte(const pieces *p, uint64_t *rank, uint64_t *with)
{
    uint64_t byte = 0;
    while (*with = total_of(p, (int)byte), *rank >= *with) {
        *rank -= *with;
        byte++;
    }
    return byte;
}

/* All that is left, at the front. */
static void gather(pieces *p)
{
    int64_t n = p->length[0];
    for (int64_t i = 1; i < p->count; i++) {
        memmove(p->from + n, p->from + i * p->piece, (size_t)p->length[i] * 8);
        n += p->length[i];
    }
    p->n = n;
}

/* Puts items of one upper half, that of the item of this rank, first: *left of them; what
 * is returned is the rank among them, -1 after an error. */
static int64_t select_upper(ct_items *t, int64_t rank, int64_t *left)
{
    pieces p;
    uint64_t at = (uint64_t)rank, with = (uint64_t)t->n, had = with;
    int status = pieces_begin(&p, t->item, t->spare, t->n);
    if (status < 0) {
        return -1;
    }
    for (p.shift = 24 + 8 * t->bytes; p.shift >= 32 && with > 1 && status == 0;
         p.shift -= 8) {
        status = ct_parallel_for(p.count, 1, count_pieces, &p);
        if (status == 0) {
            p.byte = find_byte(&p, &at, &with);
            status = with < had ? ct_parallel_for(p.count, 1, keep_pieces, &p) : 0;
            had = with;
        }
    }
    gather(&p);
    *left = p.n;
    pieces_end(&p);
    return status < 0 ? -1 : (int64_t)at;
}

int ct_items_select(ct_items *t, int64_t rank, int64_t *place)
{
    if (t->n <= CT_SORT_SHORT) {
        int status = ct_items_sort(t);
        *place = ct_item_place(t->item[rank]);
        return status;
    }
    int64_t left;
    int64_t at = select_upper(t, rank, &left);
    if (at < 0) {
        return -1;
    }
    if (t->key && left > 1) { /* the same by the lower halves; places stand in order */
        for (int64_t i = 0; i < left; i++) {
            int64_t p = ct_item_place(t->item[i]);
            t->item[i] = t->key[p] << 32 | (uint64_t)p;
        }
        ct_items lower = {left, t->item, t->spare, NULL, 4};
        return ct_items_select(&lower, at, place);
    }
    *place = ct_item_place(t->item[at]);
    return 0;
}
