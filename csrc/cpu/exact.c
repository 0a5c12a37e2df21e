/* exact: see exact.h. */
#include "cpu/exact.h"

#include "rows/comparison.h"

/* uint64 with int64, whose bits are compared as int64: a negative one on the unsigned side
 * is above all others. */
#define MIXED_LOOP(name, value)                                         \
    static void name(char *const *ptrs, int64_t n, const ct_value *arg) \
    {                                                                   \
        const int64_t *a = (const int64_t *)ptrs[1];                    \
        const int64_t *b = (const int64_t *)ptrs[2];                    \
        uint8_t *y = (uint8_t *)ptrs[0];                                \
        (void)arg;                                                      \
        for (int64_t i = 0; i < n; i++) {                               \
            y[i] = (value);                                             \
        }                                                               \
    }
#define MIXED(name, left, right) \
    MIXED_LOOP(name##_ui, left)  \
    MIXED_LOOP(name##_iu, right)
MIXED(eq, (a[i] == b[i]) & (a[i] >= 0), (a[i] == b[i]) & (b[i] >= 0))
MIXED(ne, (a[i] != b[i]) | (a[i] < 0), (a[i] != b[i]) | (b[i] < 0))
MIXED(lt, (a[i] < b[i]) & (a[i] >= 0), (a[i] < b[i]) | (b[i] < 0))
MIXED(le, (a[i] <= b[i]) & (a[i] >= 0), (a[i] <= b[i]) | (b[i] < 0))
MIXED(gt, (a[i] > b[i]) | (a[i] < 0), (a[i] > b[i]) & (b[i] >= 0))
MIXED(ge, (a[i] >= b[i]) | (a[i] < 0), (a[i] >= b[i]) & (b[i] >= 0))

ct_loop ct_exact_loop(const ct_op *row, const ct_exact *e)
{
    static const struct {
        const ct_op *row;
        ct_loop iu, ui;
    } loops[] = {{CT_ROW(eq), eq_iu, eq_ui}, {CT_ROW(ne), ne_iu, ne_ui},
                 {CT_ROW(lt), lt_iu, lt_ui}, {CT_ROW(le), le_iu, le_ui},
                 {CT_ROW(gt), gt_iu, gt_ui}, {CT_ROW(ge), ge_iu, ge_ui}};
    int i = 0;
    if (e->mixed == CT_MIXED_NONE) {
        return ct_loops_of(row)->forward[e->compute];
    }
    while (loops[i].row != row) {
        i++;
    }
    return e->mixed == CT_MIXED_UNSIGNED_FIRST ? loops[i].ui : loops[i].iu;
}
