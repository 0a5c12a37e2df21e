/* writer: buckets of four, hashed by the storage's address. */
#include "autograd/writer.h"

#include <stdio.h>
#include <string.h>

#include "autograd/node.h"

#define BUCKETS 64
#define DEPTH 4

typedef struct entry {
    const ct_storage *storage; /* compared only, never followed */
    const ct_op *op;
    ct_object *where; /* owned */
    int32_t where_last;
    uint32_t version; /* before the write */
} entry;

static entry table[BUCKETS][DEPTH]; /* newest first */
static int entries;

static entry *bucket(const ct_storage *s)
{
    return table[((uintptr_t)s >> 6) % BUCKETS];
}

void ct_writer_note(const ct_op *op, const ct_storage *s)
{
    entry *b = bucket(s);
    ct_object *dropped = b[DEPTH - 1].where;
    entries += b[DEPTH - 1].storage == NULL;
    for (int i = DEPTH - 1; i > 0; i--) {
        b[i] = b[i - 1];
    }
    b[0] = (entry){.storage = s, .op = op, .version = s->version};
    if (ct_host.where) {
        b[0].where = ct_host.where(&b[0].where_last);
    }
    ct_xdecref(dropped);
}

void ct_writer_forget(ct_storage *s)
{
    entry *b = bucket(s);
    for (int i = 0; entries && i < DEPTH; i++) {
        if (b[i].storage == s) {
            b[i].storage = NULL;
            entries--;
        }
    }
}

static size_t append(const entry *w, char *text, size_t size)
{
    const char *name = w->op->name;
    bool marked = name[strlen(name) - 1] == '_';
    int at = snprintf(text, size, "%s%s", name, marked ? "" : "_");
    if (w->where && ct_host.where_text && (size_t)at + 4 < size) {
        at += snprintf(text + at, size - (size_t)at, " at ");
        ct_host.where_text(w->where, w->where_last, text + at, size - (size_t)at);
    }
    return strlen(text);
}

void ct_writer_text(const ct_storage *s, uint32_t version, char *text, size_t size)
{
    const entry *b = bucket(s);
    size_t at = (size_t)snprintf(text, size, "it was modified");
    const char *joint = " by ";
    for (int i = DEPTH - 1; i >= 0; i--) { /* oldest first */
        if (b[i].storage == s && b[i].version >= version && at + 64 < size) {
            at += (size_t)snprintf(text + at, size - at, "%s", joint);
            at += append(&b[i], text + at, size - at);
            joint = ", then by ";
        }
    }
}
