/* small_lu: Gaussian elimination of a small matrix, for the real type T.
 *
 * Included once for each T, with SMALL(name) naming what is made. A matrix is n columns of
 * n elements; n is known to the compiler where it is 2, 3 or 4, and the loops are flat. */

static inline __attribute__((always_inline)) int SMALL(eliminate)(int n, int k, T *a,
                                                                  T *b, int *pivots)
{
    int info = 0;
    for (int j = 0; j < n; j++) {
        T *column = a + j * n, most = SMALL(abs)(column[j]);
        int p = j;
        for (int i = j + 1; i < n; i++) {
            T size = SMALL(abs)(column[i]);
            p = size > most ? i : p;
            most = size > most ? size : most;
        }
        pivots[j] = p + 1;
        for (int c = j; p != j && c < n; c++) {
            T kept = a[c * n + j];
            a[c * n + j] = a[c * n + p];
            a[c * n + p] = kept;
        }
        for (int c = 0; p != j && c < k; c++) {
            T kept = b[c * n + j];
            b[c * n + j] = b[c * n + p];
            b[c * n + p] = kept;
        }
        if (most == 0) {
            info = info ? info : j + 1;
            continue;
        }
        for (int i = j + 1; i < n; i++) {
            column[i] /= column[j];
        }
        for (int c = j + 1; c < n; c++) {
            for (int i = j + 1; i < n; i++) {
                a[c * n + i] -= column[i] * a[c * n + j];
            }
        }
        for (int c = 0; c < k; c++) {
            for (int i = j + 1; i < n; i++) {
                b[c * n + i] -= column[i] * b[c * n + j];
            }
        }
    }
    return info;
}

/* b becomes the solution of the upper triangle that elimination has left. */
static inline __attribute__((always_inline)) void SMALL(substitute)(int n, int k,
                                                                    const T *a, T *b)
{
    for (int c = 0; c < k; c++) {
        for (int j = n - 1; j >= 0; j--) {
            b[c * n + j] /= a[j * n + j];
            for (int i = 0; i < j; i++) {
                b[c * n + i] -= a[j * n + i] * b[c * n + j];
            }
        }
    }
}

static inline __attribute__((always_inline)) int SMALL(whole)(int n, int k, T *a, T *b,
                                                              int *pivots)
{
    int info = SMALL(eliminate)(n, k, a, b, pivots);
    SMALL(substitute)(n, k, a, b);
    return info;
}

static int SMALL(solve)(int n, int k, T *a, T *b, int *pivots)
{
    switch (n) {
    case 2:
        return SMALL(whole)(2, k, a, b, pivots);
    case 3:
        return SMALL(whole)(3, k, a, b, pivots);
    case 4:
        return SMALL(whole)(4, k, a, b, pivots);
    default:
        return SMALL(whole)(n, k, a, b, pivots);
    }
}
