/* index_rows: see index_rows.h. */
#include "cpu/index_rows.h"

#include <string.h>

#include "cpu/copy.h"

ct_tensor *ct_tensor_apart(ct_tensor *t, const ct_tensor *out)
{
    if (!ct_tensor_overlap(t, out)) {
        return ct_newref(t);
    }
    ct_tensor *copy = ct_tensor_new_like(t, (ct_dtype)t->dtype);
    if (copy && ct_tensor_copy_data(copy, t) < 0) {
        ct_clear(&copy);
    }
    return copy;
}

/* Writes, or folds. */
enum { WRITE = CT_FOLD_COUNT };

static int set_places(ct_places *p, ct_places_fn places, const ct_target *where,
                      ct_tensor *values, ct_tensor *index, ct_tensor *table, bool write)
{
    p->dtype = (ct_dtype)table->dtype;
    p->count = 1;
    memset(p->steps, 0, sizeof p->steps);
    ct_lines_init(&p->lines, 3, values->data, index->data, table->data);
    return places(p, where, values, index, table, write);
}

int ct_index_read(const ct_target *where, ct_places_fn places, ct_tensor *values,
                  ct_tensor *index, ct_tensor *table)
{
    ct_places p;
    int status = set_places(&p, places, where, values, index, table, false);
    return status < 0 ? -1 : ct_places_read(&p);
}

/* table and values folded at places, in float32 when they are 16-bit floats. */
static int fold_places(ct_places_fn places, const ct_target *where, ct_tensor *values,
                       ct_tensor *index, ct_tensor *table, ct_fold fold)
{
    ct_places p;
    ct_dtype compute = ct_dtype_compute((ct_dtype)table->dtype);
    ct_tensor *wide = ct_tensor_cast(table, compute);
    ct_tensor *terms = wide ? ct_tensor_cast(values, compute) : NULL;
    int status = terms ? set_places(&p, places, where, terms, index, wide, true) : -1;
    status = status == 0 ? ct_places_fold(&p, fold) : -1;
    if (status == 0 && wide != table) {
        status = ct_tensor_copy_data(table, wide);
    }
    ct_xdecref(terms);
    ct_xdecref(wide);
    return status;
}

static int write_places(ct_places_fn places, const ct_target *where, ct_tensor *values,
                        ct_tensor *index, ct_tensor *table)
{
    ct_places p;
    int status = set_places(&p, places, where, values, index, table, true);
    return status < 0 ? -1 : ct_places_write(&p);
}

static int write_or_fold(ct_call *c, const ct_target *where, ct_places_fn places,
                         ct_tensor *index, ct_tensor *values, int how)
{
    ct_tensor *out = c->out[0], *input = FIRST(c);
    ct_tensor *at = ct_tensor_apart(index, out);
    ct_tensor *from = at ? ct_tensor_apart(values, out) : NULL;
    int status = from ? 0 : -1;
    if (status == 0 && out != input) {
        status = ct_tensor_copy_data(out, input);
    }
    if (status == 0 && how == WRITE) {
        status = write_places(places, where, from, at, out);
    } else if (status == 0) {
        status = fold_places(places, where, from, at, out, (ct_fold)how);
    }
    ct_xdecref(from);
    ct_xdecref(at);
    return status;
}

int ct_index_write(ct_call *c, const ct_target *where, ct_places_fn places,
                   ct_tensor *index, ct_tensor *values)
{
    return write_or_fold(c, where, places, index, values, WRITE);
}

int ct_index_fold(ct_call *c, const ct_target *where, ct_places_fn places,
                  ct_tensor *index, ct_tensor *values, ct_fold fold)
{
    return write_or_fold(c, where, places, index, values, fold);
}
