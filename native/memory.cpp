#include <cstdlib>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace {

// The tensors of a step come and go with it. What malloc gives back to the system after each step has to come back page by page in the next one, which took a third of its time; so malloc keeps up to
// 256 MB of what is free. Its own limits move in the same direction, but only once a program has freed larger pieces.
[[maybe_unused]] const int keeps_memory = [] {
#ifdef __GLIBC__
    return mallopt(M_MMAP_THRESHOLD, 32 << 20) & mallopt(M_TRIM_THRESHOLD, 256 << 20) & mallopt(M_TOP_PAD, 64 << 20);
#else
    return 0;
#endif
}();

} // namespace
