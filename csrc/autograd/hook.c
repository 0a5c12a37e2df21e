/* hook: the lists and the order in which their entries run. */
#include "autograd/hook.h"

#include <stdlib.h>

#include "autograd/accumulate.h"
#include "core/alloc.h"

ct_hook_host ct_hook_host_now;

ct_hook *ct_hook_find(ct_hook *list, ct_hook_kind kind, uint32_t nr)
{
    while (list && (list->kind != kind || list->nr != nr)) {
        list = list->next;
    }
    return list;
}

static ct_hook *append(ct_hook **list, ct_hook_kind kind)
{
    ct_hook *h = ct_alloc_fault() ? NULL : calloc(1, sizeof *h);
    if (!h) {
        return ct_error_null(CT_ERR_MEMORY, "out of memory for a hook");
    }
    h->kind = (uint8_t)kind;
    while (*list) {
        list = &(*list)->next;
    }
    return *list = h;
}

ct_hook *ct_hook_entry(ct_hook **list, ct_hook_kind kind, uint32_t nr)
{
    ct_hook *h = ct_hook_find(*list, kind, nr);
    h = h ? h : append(list, kind);
    if (h) {
        h->nr = nr;
    }
    return h;
}

int ct_hook_retain(ct_hook **list, uint32_t nr, ct_tensor *t)
{
    ct_hook *h = *list;
    while (h && (h->kind != CT_HOOK_RETAIN || h->retain)) {
        h = h->next;
    }
    h = h ? h : append(list, CT_HOOK_RETAIN);
    if (!h) {
        return -1;
    }
    h->nr = nr;
    h->retain = t;
    return 0;
}

void ct_hook_forget(ct_hook *list, const ct_tensor *t)
{
    for (; list; list = list->next) {
        if (list->retain == t) {
            list->retain = NULL;
        }
    }
}

void ct_hook_free(ct_hook **list)
{
    while (*list) {
        ct_hook *h = *list;
        *list = h->next;
        ct_xdecref(h->callables);
        free(h);
    }
}

static int run_one(const ct_hook *h, const ct_node *n, ct_tensor **g)
{
    if (h->kind == CT_HOOK_PRE) {
        return ct_hook_host_now.pre(h->callables, n, g);
    }
    if (!g[h->nr]) {
        return 0;
    }
    if (h->kind == CT_HOOK_TENSOR) {
        return ct_hook_host_now.tensor(h->callables, &g[h->nr]);
    }
    return ct_object_lives(h->retain) ? ct_accumulate_retained(h->retain, g[h->nr]) : 0;
}

/* A hook may drop or add callables while it runs, and entries may be added, but none
 * is freed: the running node keeps its list. */
int ct_hook_run_before(ct_node *n, ct_hook *list, ct_tensor **g)
{
    static const ct_hook_kind order[] = {CT_HOOK_TENSOR, CT_HOOK_RETAIN, CT_HOOK_PRE};
    for (int i = 0; i < 3; i++) {
        for (ct_hook *h = i < 2 ? list : n->hooks; h; h = h->next) {
            if (h->kind == order[i] && run_one(h, n, g) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

int ct_hook_run_after(ct_node *n, ct_tensor **gx, ct_tensor *const *g)
{
    for (ct_hook *h = n->hooks; h; h = h->next) {
        if (h->kind == CT_HOOK_POST &&
            ct_hook_host_now.post(h->callables, n, gx, g) < 0) {
            return -1;
        }
    }
    return 0;
}

int ct_hook_run_accumulated(ct_tensor *leaf)
{
    ct_hook *h = leaf->meta ? leaf->meta->hooks : NULL;
    h = ct_hook_find(h, CT_HOOK_ACCUMULATED, 0);
    return h ? ct_hook_host_now.accumulated(h->callables, leaf) : 0;
}
