/* op: what is done with the table once, when the library loads. */
#include "ops/op.h"

#include <stdlib.h>
#include <string.h>

#include "ops/pointwise.h"

void ct_ops_init(void)
{
    for (int i = 0; i < ct_op_count; i++) {
        ct_ops[i]->id = (uint16_t)i;
        ct_pointwise_prepare(ct_ops[i]);
    }
}

int ct_ops_without_kernels(bool on)
{
    static ct_call_fn *aside;
    aside = aside ? aside : calloc((size_t)ct_op_count, sizeof *aside);
    if (!aside) {
        return ct_error(CT_ERR_MEMORY, "out of memory");
    }
    for (int i = 0; i < ct_op_count; i++) {
        ct_call_fn *kernel = &ct_ops[i]->kernel[CT_DEVICE_CPU];
        if (ct_ops[i]->body && (on == (*kernel != NULL))) {
            ct_call_fn other = aside[i];
            aside[i] = *kernel;
            *kernel = other;
        }
    }
    return 0;
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
