/* rules_fft: the gradient of a Fourier transform is one in the other direction, and those of
 * real and to real numbers are each other's: a frequency whose mirror image is left out
 * counts twice in the one and once in the other. */
#include "autograd/rule.h"
#include "rows/complex.h"
#include "rows/fft.h"

void ct_fft_complex_grad(ct_rule *r)
{
    r->gx[0] =
        ct_s_fft_complex(S(r), G(r, 0), V(r, fft_complex, dim).dims,
                         !V(r, fft_complex, forward).i, V(r, fft_complex, scale).f);
}

void ct_fft_from_real_grad(ct_rule *r)
{
    ct_dims dim = V(r, fft_from_real, dim).dims;
    bool back = !V(r, fft_from_real, forward).i;
    double scale = V(r, fft_from_real, scale).f;
    if (V(r, fft_from_real, whole).i) {
        r->gx[0] = ct_s_real(S(r), ct_s_fft_complex(S(r), G(r, 0), dim, back, scale));
        return;
    }
    int64_t n = ct_rule_info(r, 0).shape[dim.v[dim.n - 1]];
    r->gx[0] = ct_s_fft_to_real(S(r), G(r, 0), dim, n, back, scale,
                                V(r, fft_from_real, inner).f / 2);
}

void ct_fft_to_real_grad(ct_rule *r)
{
    r->gx[0] = ct_s_fft_from_real(
        S(r), G(r, 0), V(r, fft_to_real, dim).dims, !V(r, fft_to_real, forward).i,
        V(r, fft_to_real, scale).f, V(r, fft_to_real, inner).f * 2, false);
}
