/* op: what is done with the table once, when the library loads. */
#include "ops/op.h"

#include <string.h>

void ct_ops_init(void)
{
    for (int i = 0; i < ct_op_count; i++) {
        ct_ops[i]->id = (uint16_t)i;
    }
}

const ct_op *ct_op_find(const char *name)
{
    for (int i = 0; i < ct_op_count; i++) {
        if (strcmp(ct_ops[i]->name, name) == 0) {
            return ct_ops[i];
        }
    }
    return NULL;
}

void ct_call_str(ct_call *c, int i, const char *s)
{
    c->arg[i].s = s;
    c->arg[i].s_len = (int64_t)strlen(s);
    c->given |= 1u << i;
}
