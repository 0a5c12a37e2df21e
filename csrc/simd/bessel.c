/* Sums of Chebyshev's polynomials (Clenshaw's recurrence): on [0, 4] in x / 2 - 1, of
 * i1e(x) / x, which is even; beyond, of the function times sqrt(x), in 8 / x - 1. The
 * coefficients are made with tools/ulp_minimax.py. */
#include "simd/bessel.h"

#include <math.h>

static double chebyshev(double t, const double *c, int n)
{
    double y = 0, before = 0;
    for (int i = n - 1; i > 0; i--) {
        double next = 2 * t * y - before + c[i];
        before = y;
        y = next;
    }
    return t * y - before + c[0];
}

double ct_i0e(double x)
{
    static const double near[] = {
        0x1.be36a3e15e719p-2,   -0x1.53fdba16aa2fap-2,  0x1.2aa8060bc8d38p-3,
        -0x1.da48ce7bd4527p-5,  0x1.4a558d26c03bap-6,   -0x1.93c5b0caa92a6p-8,
        0x1.b472b461636cp-10,   -0x1.a51a6258287b6p-12, 0x1.6df6ebeda368dp-14,
        -0x1.20d989656cdadp-16, 0x1.a12b07bd5f68ep-19,  -0x1.1567f408605fep-21,
        0x1.55b0c5519a2afp-24,  -0x1.87c487479ca55p-27, 0x1.a40057c811a4bp-30,
        -0x1.a6b3751a8827p-33,  0x1.90ccc031e13b2p-36,  -0x1.673133bda58bcp-39,
        0x1.312201a42db6bp-42,  -0x1.ecb3602ac460ep-46, 0x1.7af42a5642f4cp-49,
        -0x1.16468017362e3p-52, 0x1.86f8ffd97fa53p-56,  -0x1.073b604ba6d25p-59};
    static const double far[] = {
        0x1.9fd20be4825a6p-2,   0x1.eaa67df40a936p-8,   0x1.9d234310f998dp-12,
        0x1.78622cb28864cp-15,  0x1.4c917f21e7023p-18,  -0x1.87390fea43949p-21,
        -0x1.552fb43c9d615p-21, -0x1.c67db2c3c31e5p-24, 0x1.7ece31ff19634p-25,
        0x1.4bc8a637280bp-26,   -0x1.fb84f0b235539p-29, -0x1.8d3a15ab4a067p-29,
        0x1.13a12dbeb6cdbp-31,  0x1.e652bc57c5bf6p-32,  -0x1.e280afde3da6ep-34,
        -0x1.24449a267d5f9p-34, 0x1.f1b224d518836p-36,  0x1.1cfc7f51d449p-37,
        -0x1.ee4d4158f26bep-38, -0x1.51c2d09195322p-43, 0x1.a5b5a8bf29222p-40,
        -0x1.93c33d013a88bp-42, -0x1.00985fb816f44p-42, 0x1.52d4b29e9d378p-43,
        0x1.ffdecf711e4adp-49,  -0x1.4aecf5d53dbe3p-45, 0x1.c415c253942fdp-47,
        0x1.3045e79a7ba64p-48,  -0x1.5c32f4b008b67p-48, 0x1.0edea5a6cdefdp-50,
        0x1.e730cc14455dfp-51,  -0x1.694f432e21802p-51, 0x1.2a139af0fc24dp-54,
        0x1.40f40d1d3e44bp-53,  -0x1.8de98b630cf98p-54, 0x1.61863bba687f3p-58,
        0x1.93f95fe41828fp-56,  -0x1.dfc2ff114642bp-57, 0x1.abbf68b424accp-61,
        0x1.f6d41d22e4fb8p-59,  -0x1.3cac2e973c6b2p-59};
    double a = fabs(x);
    if (a <= 4) {
        return chebyshev(a / 2 - 1, near, sizeof near / sizeof *near);
    }
    return chebyshev(8 / a - 1, far, sizeof far / sizeof *far) / sqrt(a);
}

double ct_i1e(double x)
{
    static const double near[] = {
        0x1.738ca25e6c3cbp-3,   -0x1.931b8aa62e49cp-3,  0x1.4f22aa53d320ep-4,
        -0x1.d2160665685b6p-6,  0x1.180e580a3a04fp-7,   -0x1.2859376cfdee7p-9,
        0x1.17dcd1371681bp-11,  -0x1.dcc051f64e7fp-14,  0x1.71774a3a10039p-16,
        -0x1.06717cf838d7p-18,  0x1.57ee82a4cd544p-21,  -0x1.a215bd74cf28dp-24,
        0x1.d9ba8a7e58b46p-27,  -0x1.f681768a290c6p-30, 0x1.f4eaefe5ffac4p-33,
        -0x1.d6de33a531e63p-36, 0x1.a2ae487479cadp-39,  -0x1.6120ea871c135p-42,
        0x1.1b3cf096955d4p-45,  -0x1.b1161f588423ap-49, 0x1.3c45c90601013p-52,
        -0x1.ba18ac6e8ef2ap-56, 0x1.28400023ac53cp-59};
    static const double far[] = {
        0x1.83ea57d012c38p-2,   -0x1.528ab603a72b2p-6,  -0x1.3865309ab62a1p-11,
        -0x1.e77e51e037231p-15, -0x1.b1f7f0a92bbc5p-18, 0x1.609321b35c6fep-21,
        0x1.77a404cc1be51p-21,  0x1.15d8969d0ab63p-23,  -0x1.819bcc67fcf4ep-25,
        -0x1.7506173ab4614p-26, 0x1.d979802caac73p-29,  0x1.b2f1001a351cfp-29,
        -0x1.fa5ff2d06b7e1p-32, -0x1.08af1edf4410cp-31, 0x1.cf7fd5b7f095ap-34,
        0x1.4117ac2227bd9p-34,  -0x1.f2008a04f268bp-36, -0x1.4509d7a307241p-37,
        0x1.fc37bfc07531p-38,   0x1.6dfb4670f651fp-42,  -0x1.bb8bfb82b1a47p-40,
        0x1.81bfac3dc6191p-42,  0x1.178c75fba4c14p-42,  -0x1.589317ddadd36p-43,
        -0x1.039fbf2e7dce2p-47, 0x1.5b06b34fdb317p-45,  -0x1.bc9da4b6e3b1cp-47,
        -0x1.53f081527a1dcp-48, 0x1.667802a05c77ap-48,  -0x1.f989544f94066p-51,
        -0x1.05677081c30c2p-50, 0x1.6fbaaba26f2b9p-51,  -0x1.f053a1d999b8ep-55,
        -0x1.5349c7cddff4ap-53, 0x1.92510b6c32332p-54,  -0x1.cd729d627dcacp-59,
        -0x1.a8587d230a5cdp-56, 0x1.e3fe2defe1559p-57,  -0x1.197020078228cp-61,
        -0x1.07c404ed5a10cp-58, 0x1.3febc1e5b745ep-59};
    double a = fabs(x);
    if (a <= 4) {
        return chebyshev(a / 2 - 1, near, sizeof near / sizeof *near) * x;
    }
    return copysign(chebyshev(8 / a - 1, far, sizeof far / sizeof *far) / sqrt(a), x);
}

/* exp(|x|) y, where the exponential alone may leave the range. */
static double grown(double x, double y)
{
    double half = exp(fabs(x) / 2);
    return y == 0 ? y : y * half * half;
}

double ct_i0(double x)
{
    return isinf(x) ? HUGE_VAL : grown(x, ct_i0e(x));
}

double ct_i1(double x)
{
    return isinf(x) ? x : grown(x, ct_i1e(x));
}
