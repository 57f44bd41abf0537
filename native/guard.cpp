#include "guard.h"

#if __has_include(<torch/headeronly/version.h>)
#include <torch/headeronly/version.h> // since 2.9
#else
#include <torch/version.h>
#endif

namespace worldgan {

std::atomic<int64_t> live_tensors{0};

static thread_local std::string last_error;

void remember_error(std::string message) noexcept { last_error = std::move(message); }

} // namespace worldgan

int32_t worldgan_torch_interface(void) { return WORLDGAN_TORCH_INTERFACE; }

const char* worldgan_torch_error(void) { return worldgan::last_error.c_str(); }

const char* worldgan_torch_version(void) { return TORCH_VERSION; }
