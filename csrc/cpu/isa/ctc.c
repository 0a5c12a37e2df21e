/* ctc: logarithms of sums of chances, a vector of places at a time. */
#include "cpu/ctc_kernels.h"

#include "simd/math_f64.h"
#include "simd/simd.h"

#define LANES CT_LANES(double)

/* Where all three are log(0), so is their sum. */
static void add_logs(double *to, const double *a, const double *b, const double *c,
                     const double *over, const double *add, int64_t n)
{
    for (int64_t i = 0; i < n; i += LANES) {
        v_f64 x = f64_load(a + i), y = f64_load(b + i);
        v_f64 z = f64_load(c + i) + f64_load(over + i);
        v_f64 most = f64_max(x, f64_max(y, z));
        most = f64_sel(most == -INFINITY, f64_set(0), most);
        v_f64 sum = f64_exp(x - most) + f64_exp(y - most) + f64_exp(z - most);
        f64_store(to + i, f64_load(add + i) + most + f64_log(sum));
    }
}

static void chances(double *to, const double *a, const double *b, double shift,
                    int64_t n)
{
    for (int64_t i = 0; i < n; i += LANES) {
        int64_t left = n - i < LANES ? n - i : LANES;
        v_f64 y = left < LANES ? f64_load_n(b + i, left) : f64_load(b + i);
        f64_store(to + i, f64_exp(f64_load(a + i) + y + f64_set(shift)));
    }
}

extern const ct_ctc_kernels CT_ISA_SYM(ctc_kernels);
const ct_ctc_kernels CT_ISA_SYM(ctc_kernels) = {.add_logs = add_logs,
                                                .chances = chances};
