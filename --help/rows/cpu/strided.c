/* Made by tools/rows.py of csrc/ops/strided.def. */
#include "cpu/column.h"
#include "rows/strided.h"

int ct_strided_get_cpu(ct_call *);
int ct_strided_put_cpu(ct_call *);
int ct_strided_cover_cpu(ct_call *);

extern const ct_cpu_kernel ct_cpu_strided[];
const ct_cpu_kernel ct_cpu_strided[] = {
    {&ct_op_strided_get, ct_strided_get_cpu},
    {&ct_op_strided_put, ct_strided_put_cpu},
    {&ct_op_strided_cover, ct_strided_cover_cpu},
    {NULL, NULL},
};
