/* op_ids: the number of each row, all that kernels need to know of the table. */
#ifndef CT_OPS_OP_IDS_H
#define CT_OPS_OP_IDS_H

typedef enum ct_op_id {
#define CT_UNARY(name, ...) CT_OP_##name,
#define CT_BINARY(name, ...) CT_OP_##name,
#define CT_TERNARY(name, ...) CT_OP_##name,
#define CT_OP(name, ...) CT_OP_##name,
#define CT_OP_NOGRAD(name, ...) CT_OP_##name,
#define CT_VIEW(name, ...) CT_OP_##name,
#define CT_COMPOSITE(name, ...) CT_OP_##name,
#include "ops/ops.def"
    CT_OP_COUNT
} ct_op_id;

/* Pointwise rows come first, so their ids index the loop tables. */
enum {
#define CT_UNARY(name, ...) CT_POINTWISE_##name,
#define CT_BINARY(name, ...) CT_POINTWISE_##name,
#define CT_TERNARY(name, ...) CT_POINTWISE_##name,
#include "ops/ops.def"
    CT_POINTWISE_COUNT
};

#endif
