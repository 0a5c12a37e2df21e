/* queue: slots, the heap, and the marking of needed nodes. */
#include "autograd/queue.h"

#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"

#define NONE UINT32_MAX

static uint64_t last_id;
static ct_queue *live;

void ct_queue_begin(ct_queue *q)
{
    q->id = ++last_id;
    q->next = live;
    live = q;
    q->slots = q->few_slots;
    q->heap = q->few_heap;
    q->nslots = q->nheap = 0;
    q->slot_capacity = q->heap_capacity = CT_QUEUE_FEW;
    q->free_slot = NONE;
    q->inputs = NULL;
    q->ninput = 0;
}

/* Twice the room; the first room is part of the queue. */
static void *grow(void *items, void *few, uint32_t *capacity, size_t size)
{
    void *old = items == few ? NULL : items;
    bool may = *capacity <= NONE / 2 && !ct_alloc_fault();
    void *more = may ? realloc(old, 2 * *capacity * size) : NULL;
    if (!more) {
        return ct_error_null(CT_ERR_MEMORY, "backward: out of memory");
    }
    if (!old) {
        memcpy(more, few, *capacity * size);
    }
    *capacity *= 2;
    return more;
}

/* ---- runs at once ------------------------------------------------------------- */

/* One step down the chain of a node's slots; NULL at its end, which in the child of a
 * fork may be a run that is gone. */
static ct_slot *slot_of(uint64_t run, uint32_t slot, ct_queue **owner)
{
    ct_queue *q = live;
    while (q && q->id != run) {
        q = q->next;
    }
    *owner = q;
    return q ? &q->slots[slot] : NULL;
}

ct_slot *ct_queue_find_outer(ct_queue *q, const ct_node *n)
{
    ct_queue *owner;
    ct_slot *s = slot_of(n->run, n->slot, &owner);
    while (s && owner != q) {
        s = slot_of(s->outer_run, s->outer_slot, &owner);
    }
    return s;
}

/* Takes slot s of q out of its node's chain, which begins with another run. */
static __attribute__((noinline)) void unlink_outer(const ct_queue *q, const ct_slot *s)
{
    const ct_node *n = s->node;
    ct_queue *owner;
    ct_slot *above = slot_of(n->run, n->slot, &owner);
    while (above && above->outer_run != q->id) {
        above = slot_of(above->outer_run, above->outer_slot, &owner);
    }
    if (above) {
        above->outer_run = s->outer_run;
        above->outer_slot = s->outer_slot;
    }
}

static void link_slot(const ct_queue *q, uint32_t i)
{
    ct_slot *s = &q->slots[i];
    s->outer_run = s->node->run;
    s->outer_slot = s->node->slot;
    s->node->run = q->id;
    s->node->slot = i;
}

void ct_queue_forget_all(void)
{
    live = NULL;
}

void ct_queue_adopt(ct_queue *q)
{
    q->next = live;
    live = q;
    for (uint32_t i = 0; i < q->nslots; i++) {
        if (q->slots[i].node) {
            link_slot(q, i);
        }
    }
}

/* ---- slots -------------------------------------------------------------------- */

static uint32_t take_slot(ct_queue *q)
{
    if (q->free_slot != NONE) {
        uint32_t i = q->free_slot;
        q->free_slot = q->slots[i].outer_slot;
        return i;
    }
    if (q->nslots == q->slot_capacity) {
        void *more = grow(q->slots, q->few_slots, &q->slot_capacity, sizeof *q->slots);
        if (!more) {
            return NONE;
        }
        q->slots = more;
    }
    return q->nslots++;
}

ct_slot *ct_queue_slot(ct_queue *q, ct_node *n)
{
    ct_slot *s = ct_queue_find(q, n);
    if (s) {
        return s;
    }
    uint32_t i = take_slot(q);
    if (i == NONE) {
        return NULL;
    }
    s = &q->slots[i];
    s->node = ct_newref(n);
    s->one = NULL;
    s->many = NULL;
    s->capture = -1;
    s->needed = s->through = true;
    s->queued = s->walked = false;
    link_slot(q, i);
    return s;
}

void ct_slot_end(ct_slot *s)
{
    free(s->many);
    ct_decref(s->node);
}

/* Takes the slot's contents over to *out and frees the place. */
static void release_slot(ct_queue *q, uint32_t i, ct_slot *out)
{
    ct_slot *s = &q->slots[i];
    if (s->node->run == q->id) {
        s->node->run = s->outer_run;
        s->node->slot = s->outer_slot;
    } else {
        unlink_outer(q, s);
    }
    *out = *s;
    s->node = NULL;
    s->outer_slot = q->free_slot;
    q->free_slot = i;
}

void ct_queue_end(ct_queue *q)
{
    for (uint32_t i = 0; i < q->nslots; i++) {
        if (!q->slots[i].node) {
            continue;
        }
        ct_slot s;
        release_slot(q, i, &s);
        for (uint32_t k = 0; k < s.node->nout && s.queued; k++) {
            ct_xdecref(ct_slot_grads(&s)[k]);
        }
        ct_slot_end(&s);
    }
    for (int64_t i = 0; i < q->ninput; i++) {
        ct_xdecref(q->inputs[i].node);
    }
    free(q->inputs);
    ct_queue **at = &live;
    while (*at != q) {
        at = &(*at)->next;
    }
    *at = q->next;
    if (q->slots != q->few_slots) {
        free(q->slots);
    }
    if (q->heap != q->few_heap) {
        free(q->heap);
    }
}

/* ---- heap --------------------------------------------------------------------- */

int ct_queue_push(ct_queue *q, ct_slot *s)
{
    if (s->queued) {
        return 0;
    }
    ct_node *n = s->node;
    if (n->nout > 1) {
        s->many = ct_alloc_fault() ? NULL : calloc(n->nout, sizeof *s->many);
        if (!s->many) {
            return ct_error(CT_ERR_MEMORY, "backward: out of memory");
        }
    }
    if (q->nheap == q->heap_capacity) {
        void *more = grow(q->heap, q->few_heap, &q->heap_capacity, sizeof *q->heap);
        if (!more) {
            free(s->many);
            s->many = NULL;
            return -1;
        }
        q->heap = more;
    }
    uint32_t i = q->nheap++;
    for (; i > 0 && q->heap[(i - 1) / 2].seq < n->seq; i = (i - 1) / 2) {
        q->heap[i] = q->heap[(i - 1) / 2];
    }
    q->heap[i] = (ct_heap_entry){n->seq, (uint32_t)(s - q->slots)};
    s->queued = true;
    return 0;
}

void ct_queue_pop(ct_queue *q, ct_slot *s)
{
    uint32_t slot = q->heap[0].slot, i = 0, n = --q->nheap;
    ct_heap_entry last = q->heap[n];
    for (;;) {
        uint32_t child = 2 * i + 1;
        if (child >= n) {
            break;
        }
        child += child + 1 < n && q->heap[child + 1].seq > q->heap[child].seq;
        if (q->heap[child].seq <= last.seq) {
            break;
        }
        q->heap[i] = q->heap[child];
        i = child;
    }
    q->heap[i] = last;
    if (q->ninput == 0) {
        release_slot(q, slot, s);
        return;
    }
    /* Marks are asked for until the end: the slot stays, without its buffers. */
    ct_slot *own = &q->slots[slot];
    *s = *own;
    ct_incref(s->node);
    own->one = NULL;
    own->many = NULL;
    own->queued = false;
}

/* ---- marking ------------------------------------------------------------------ */

int ct_queue_edge(ct_tensor *t, ct_edge *e)
{
    if (ct_edge_of(t, e) < 0) {
        return -1;
    }
    return e->node ? 0
                   : ct_error(CT_ERR_RUNTIME,
                              "backward: expected a tensor that goes on requiring "
                              "grad, got one that has been changed meanwhile");
}

int ct_queue_inputs(ct_queue *q, int64_t n, ct_tensor *const *inputs)
{
    q->inputs = ct_alloc_fault() ? NULL : calloc((size_t)n, sizeof *q->inputs);
    if (!q->inputs) {
        return ct_error(CT_ERR_MEMORY, "backward: out of memory");
    }
    for (int64_t i = 0; i < n; i++) {
        ct_edge e;
        if (ct_queue_edge(inputs[i], &e) < 0) {
            return -1;
        }
        q->inputs[i] = (ct_input){e.node, e.nr, -1};
        q->ninput = i + 1;
        bool known = ct_queue_find(q, e.node);
        ct_slot *s = ct_queue_slot(q, e.node);
        if (!s) {
            return -1;
        }
        if (!known) {
            s->through = false;
        }
        q->inputs[i].next = s->capture;
        s->capture = (int32_t)i;
    }
    return 0;
}

typedef struct visit {
    uint32_t slot, edge;
} visit;

typedef struct path {
    visit *at;
    uint32_t n, capacity;
    visit few[CT_QUEUE_FEW];
} path;

static int enter(ct_queue *q, path *p, ct_node *n)
{
    ct_slot *s = ct_queue_find(q, n);
    bool fresh = !s;
    if (fresh) {
        s = ct_queue_slot(q, n);
        if (!s) {
            return -1;
        }
        s->needed = s->through = false;
    } else if (s->walked) {
        return 0;
    }
    s->walked = true;
    if (p->n == p->capacity) {
        void *more = grow(p->at, p->few, &p->capacity, sizeof *p->at);
        if (!more) {
            return -1;
        }
        p->at = more;
    }
    p->at[p->n++] = (visit){(uint32_t)(s - q->slots), 0};
    return 0;
}

/* Depth first with a stack of our own; a node is needed if it is an input or one of
 * its edges leads to a needed one. */
static int walk(ct_queue *q, path *p)
{
    while (p->n) {
        visit *v = &p->at[p->n - 1];
        ct_node *n = q->slots[v->slot].node;
        if (v->edge > 0 && n->edges[v->edge - 1].node) {
            ct_slot *s = &q->slots[v->slot];
            s->through |= ct_queue_find(q, n->edges[v->edge - 1].node)->needed;
            s->needed |= s->through;
        }
        if (v->edge == n->nedge) {
            p->n--;
            continue;
        }
        ct_node *to = n->edges[v->edge++].node;
        if (to && enter(q, p, to) < 0) {
            return -1;
        }
    }
    return 0;
}

int ct_queue_mark(ct_queue *q, ct_node *n)
{
    path p = {.n = 0, .capacity = CT_QUEUE_FEW};
    p.at = p.few;
    int status = enter(q, &p, n);
    if (status == 0) {
        status = walk(q, &p);
    }
    if (p.at != p.few) {
        free(p.at);
    }
    return status;
}
